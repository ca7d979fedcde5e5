import { errorMessageOf, type Fetch, hubPrefix } from './context-answer';

/** A call to the hub about this workspace. */
export interface HubRequest {
    readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
    /** Below `/.longtable`, such as `/share`. */
    readonly path: string;
    readonly body?: unknown;
    /** What holds when the call fails, as a sentence. */
    readonly kept: string;
}

/** Asks the hub for something. Resolves with the parsed answer, if it has any; rejects with a sentence for people. */
export async function requestHub(request: HubRequest, fetchIt: Fetch = fetch): Promise<unknown> {
    const { method, path, body, kept } = request;
    let response: Response;
    try {
        response = await fetchIt(`${hubPrefix}${path}`, {
            method,
            headers: {
                accept: 'application/json',
                ...(body === undefined ? {} : { 'content-type': 'application/json' })
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            cache: 'no-store',
            redirect: 'manual'
        });
    } catch (cause) {
        throw new Error(`Longtable does not answer. ${kept} Try again in a moment.`, { cause });
    }
    if (response.type === 'opaqueredirect' || response.status === 401) {
        throw new Error(`Your session is over. ${kept} Reload the page to sign in.`);
    }
    const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
    if (!response.ok) {
        throw new Error(errorMessageOf(answer) ?? `Longtable answered with ${response.status}. ${kept}`);
    }
    return answer;
}
