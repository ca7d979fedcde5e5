import type { WorkbenchContext, WORKSPACE_HUB_PREFIX } from '@longtable/common';
import { isRecord } from './is-record';

/**
 * Where the hub answers on this origin. Typed by the constant in common rather than imported: common's one entry point
 * would bring its parsers and its cryptography into every page load.
 */
export const hubPrefix: typeof WORKSPACE_HUB_PREFIX = '/.longtable';

/** What the hub says when the workbench asks where it is. */
export type ContextAnswer =
    | { readonly kind: 'context'; readonly context: WorkbenchContext }
    | { readonly kind: 'signed-out' }
    /** `message` says who ended the right, if someone did. */
    | { readonly kind: 'no-access'; readonly message?: string }
    | { readonly kind: 'not-running'; readonly message?: string }
    | { readonly kind: 'unreachable'; readonly message: string };

/** The part of `fetch` that is needed. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>;

/** Asks the hub for the context of this workspace. Never rejects: not getting it is an answer as well. */
export async function askForContext(fetchIt: Fetch = fetch): Promise<ContextAnswer> {
    try {
        const response = await fetchIt(`${hubPrefix}/context`, {
            headers: { accept: 'application/json' },
            cache: 'no-store',
            redirect: 'manual',
            signal: AbortSignal.timeout(10_000)
        });
        // An opaque redirect is a hub that sends whoever has no session to its sign-in page.
        if (response.type === 'opaqueredirect') {
            return { kind: 'signed-out' };
        }
        const body: unknown = await response.json().catch(() => undefined);
        return answerOf(response.status, body);
    } catch {
        return { kind: 'unreachable', message: 'Longtable does not answer.' };
    }
}

/** Reads the status and body of an answer to `GET /.longtable/context`. */
export function answerOf(status: number, body: unknown): ContextAnswer {
    switch (status) {
        case 200:
            return isContext(body)
                ? { kind: 'context', context: body }
                : { kind: 'unreachable', message: 'Longtable gave an answer that this page does not understand.' };
        case 401:
            return { kind: 'signed-out' };
        case 403:
            return { kind: 'no-access', message: errorMessageOf(body) };
        case 404:
            return { kind: 'no-access' };
        case 409:
            return { kind: 'not-running', message: errorMessageOf(body) };
        default:
            return { kind: 'unreachable', message: errorMessageOf(body) ?? `Longtable answered with ${status}.` };
    }
}

/** The sentence in an error body of the hub, if it is one. */
export function errorMessageOf(body: unknown): string | undefined {
    const error = isRecord(body) ? body['error'] : undefined;
    const message = isRecord(error) ? error['message'] : undefined;
    return typeof message === 'string' ? message : undefined;
}

/** Enough to know that it is the hub that answers; the hub itself has checked the rest against the schema. */
function isContext(body: unknown): body is WorkbenchContext {
    return (
        isRecord(body) &&
        isRecord(body['me']) &&
        isRecord(body['workspace']) &&
        Array.isArray(body['workspace']['capabilities']) &&
        typeof body['hubUrl'] === 'string'
    );
}
