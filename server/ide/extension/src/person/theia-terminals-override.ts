/*
 * Overrides `ShellTerminalServer.create` and `TerminalServer.create` of @theia/terminal 1.74.1,
 * src/node/shell-terminal-server.ts and src/node/terminal-server.ts. Written 2026-11.
 *
 * Upstream, there is one server of each kind for all connections, and what it starts has the environment of the
 * backend. Here each person has their own, and what they start knows who they are.
 */
import { inject, injectable } from '@theia/core/shared/inversify';
import type { IShellTerminalServerOptions } from '@theia/terminal/lib/common/shell-terminal-protocol';
import type { ITerminalServerOptions } from '@theia/terminal/lib/common/terminal-protocol';
import { ShellTerminalServer } from '@theia/terminal/lib/node/shell-terminal-server';
import { TerminalServer } from '@theia/terminal/lib/node/terminal-server';
import { CurrentPerson } from './current-person';
import { gitEnvironment } from './git-environment';

/**
 * The shells of one person. What extensions add to the environment of terminals stays with that person too: git's
 * extension, for one, adds the way to ask its own window for a password.
 */
@injectable()
export class PersonalShellTerminalServer extends ShellTerminalServer {
    @inject(CurrentPerson)
    protected readonly person: CurrentPerson;

    override create(options: IShellTerminalServerOptions): Promise<number> {
        return super.create({ ...options, env: { ...options.env, ...gitEnvironment(this.person.value) } });
    }
}

/** The programs that one person runs in terminals. */
@injectable()
export class PersonalTerminalServer extends TerminalServer {
    @inject(CurrentPerson)
    protected readonly person: CurrentPerson;

    override create(options: ITerminalServerOptions): Promise<number> {
        const process = options.options as { env?: NodeJS.ProcessEnv } | undefined;
        // Without an environment given, the program would inherit that of this process.
        const env = { ...(process?.env ?? globalThis.process.env), ...gitEnvironment(this.person.value) };
        return super.create({ ...options, options: { ...process, env } });
    }
}
