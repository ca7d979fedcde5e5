import { ErrorBody, LongtableError, statusOfErrorCode, type ErrorCode } from '@longtable/common';
import type { z } from 'zod';

export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

export interface RequestOptions {
    readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    readonly body?: unknown;
    /** Sent as it is, for as long as that takes. */
    readonly upload?: Blob;
}

const REQUEST_TIMEOUT_MILLISECONDS = 60_000;

/** Sends one request to the hub and reads the answer. Every failure is a {@link LongtableError} whose message is a sentence for people. */
export async function request<T>(
    send: Fetch,
    path: string,
    schema: z.ZodType<T> | undefined,
    options: RequestOptions = {}
): Promise<T | undefined> {
    const response = await answerOf(send, path, options);
    const body = await bodyOf(response);
    if (!response.ok) {
        throw failureOf(response.status, body);
    }
    if (!schema || body === undefined) {
        return undefined;
    }
    const parsed = schema.safeParse(body);
    if (!parsed.success) {
        throw new LongtableError(
            'internal',
            'Longtable answered with something this page does not know. It may have been updated: reload the page.',
            { cause: parsed.error }
        );
    }
    return parsed.data;
}

async function answerOf(
    send: Fetch,
    path: string,
    { method = 'GET', body, upload }: RequestOptions
): Promise<Response> {
    try {
        return await send(path, {
            method,
            credentials: 'same-origin',
            headers: {
                accept: 'application/json',
                ...(upload ? { 'content-type': 'application/octet-stream' } : {}),
                ...(body === undefined ? {} : { 'content-type': 'application/json' })
            },
            body: upload ?? (body === undefined ? undefined : JSON.stringify(body)),
            ...(upload ? {} : { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MILLISECONDS) })
        });
    } catch (cause) {
        const late = cause instanceof DOMException && cause.name === 'TimeoutError';
        throw new LongtableError(
            'unavailable',
            late
                ? 'Longtable took too long to answer. What you asked for may still happen: look at the list before you try again.'
                : 'Longtable could not be reached. Check your connection and try again.',
            { cause }
        );
    }
}

/** The answer's JSON, or undefined when there is none. */
async function bodyOf(response: Response): Promise<unknown> {
    try {
        const text = await response.text();
        return text === '' ? undefined : (JSON.parse(text) as unknown);
    } catch {
        // A proxy's error page or a connection cut half-way: the status and the schema decide what that means.
        return undefined;
    }
}

function failureOf(status: number, body: unknown): LongtableError {
    const parsed = ErrorBody.safeParse(body);
    if (parsed.success && parsed.data.error.message !== '') {
        return new LongtableError(codeOf(parsed.data.error.code, status), parsed.data.error.message);
    }
    return new LongtableError(
        codeOf(undefined, status),
        status === 401
            ? 'You are signed out. Sign in again to go on.'
            : `Longtable could not do that (HTTP ${status}) and did not say why. Try again in a moment.`
    );
}

function codeOf(code: string | undefined, status: number): ErrorCode {
    if (code !== undefined && Object.hasOwn(statusOfErrorCode, code)) {
        return code as ErrorCode;
    }
    return status === 401 ? 'not-signed-in' : status === 404 ? 'not-found' : 'internal';
}
