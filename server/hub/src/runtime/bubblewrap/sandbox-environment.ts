import { dirname } from 'node:path';
import { AGENT_CONFIGURATION_VARIABLE, EGRESS_PORT } from '@longtable/common';
import { AGENT_CONFIGURATION_FILE } from '../supervision/agent-configuration.js';
import type { RuntimeOptions } from '../runtime-options.js';
import { PLACES, SANDBOX_USER } from './places.js';

/** The whole environment of the first process in a sandbox: nothing of the hub's gets in. */
export function sandboxEnvironment(egress: RuntimeOptions['egress']['mode']): Readonly<Record<string, string>> {
    const proxy = `http://127.0.0.1:${EGRESS_PORT.toString()}`;
    const direct = 'localhost,127.0.0.1,::1';
    return {
        // Our Node wins over the machine's, whose `fetch` may be too old to know a proxy; what people install wins over both.
        PATH: `${PLACES.home}/.local/bin:${dirname(PLACES.node)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
        HOME: PLACES.home,
        USER: SANDBOX_USER,
        LOGNAME: SANDBOX_USER,
        SHELL: '/bin/bash',
        LANG: 'C.UTF-8',
        TERM: 'xterm-256color',
        [AGENT_CONFIGURATION_VARIABLE]: `${PLACES.hub}/${AGENT_CONFIGURATION_FILE}`,
        ...(egress === 'proxy' && {
            http_proxy: proxy,
            https_proxy: proxy,
            HTTP_PROXY: proxy,
            HTTPS_PROXY: proxy,
            no_proxy: direct,
            NO_PROXY: direct,
            NODE_USE_ENV_PROXY: '1'
        })
    };
}
