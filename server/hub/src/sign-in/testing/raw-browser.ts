import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { bodyOf } from '../../testing/gateway-fixture.js';

export interface Page {
    readonly url: string;
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly text: string;
    /** Where it leads to, resolved; undefined when it does not. */
    readonly location: string | undefined;
}

interface Asked {
    readonly headers?: OutgoingHttpHeaders;
    readonly body?: string | object;
}

/** A browser that keeps cookies by origin and follows redirects only as far as it is told. */
export class RawBrowser {
    readonly cookies = new Map<string, Map<string, string>>();
    /** As a proxy would tell it: sign-ins are counted by address, and each browser is at another one. */
    private readonly address = `10.${[0, 0, 0].map(() => randomInt(256)).join('.')}`;

    /** One request, without following where it leads. */
    async ask(method: string, url: string, { headers = {}, body }: Asked = {}): Promise<Page> {
        const { origin } = new URL(url);
        const jar = this.jar(origin);
        const text = typeof body === 'object' ? JSON.stringify(body) : body;
        const request = http.request(url, {
            method,
            agent: false,
            headers: {
                'x-forwarded-for': this.address,
                ...(jar.size === 0 ? {} : { cookie: [...jar].map(pair => pair.join('=')).join('; ') }),
                ...(typeof body === 'object' ? { 'content-type': 'application/json' } : {}),
                ...(typeof body === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
                ...(text === undefined ? {} : { 'content-length': Buffer.byteLength(text) }),
                ...headers
            }
        });
        request.end(text);
        const [response] = (await once(request, 'response')) as [IncomingMessage];
        for (const line of response.headers['set-cookie'] ?? []) {
            const [pair = '', ...attributes] = line.split(/; */);
            const name = pair.slice(0, pair.indexOf('='));
            const value = pair.slice(pair.indexOf('=') + 1);
            const expires = attributes.find(one => /^expires=/i.test(one))?.slice(8);
            if (expires !== undefined && new Date(expires) < new Date()) {
                jar.delete(name);
            } else {
                jar.set(name, value);
            }
        }
        const { location } = response.headers;
        return {
            url,
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: await bodyOf(response),
            location: location === undefined ? undefined : new URL(location, url).href
        };
    }

    /** Follows redirects until an address matches, which is not asked any more, or until there are none. */
    async follow(url: string, until?: RegExp): Promise<Page> {
        let page = await this.ask('GET', url);
        for (let step = 0; page.location !== undefined && until?.test(page.location) !== true; step++) {
            if (step > 20) {
                throw new Error(`${url} leads on for ever, at last to ${page.location}`);
            }
            page = await this.ask('GET', page.location);
        }
        return page;
    }

    jar(origin: string): Map<string, string> {
        const jar = this.cookies.get(origin) ?? new Map<string, string>();
        this.cookies.set(origin, jar);
        return jar;
    }
}
