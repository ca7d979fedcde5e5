import { type ErrorBody, LongtableError } from '@longtable/common';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';

/** Turns anything thrown into the error that is answered. What is not meant for people becomes `internal`. */
export function toLongtableError(error: unknown): LongtableError {
    if (error instanceof LongtableError) {
        return error;
    }
    if (error instanceof z.ZodError) {
        return new LongtableError('bad-request', error.issues.map(describeIssue).join(' '), { cause: error });
    }
    // body-parser marks what the client got wrong with a status and a type.
    const { status, type } = error as { status?: unknown; type?: unknown };
    if (type === 'entity.too.large') {
        return new LongtableError('payload-too-large', 'The request is too large. Nothing was changed.', {
            cause: error
        });
    }
    if (typeof status === 'number' && status >= 400 && status < 500) {
        return new LongtableError('bad-request', 'The request could not be understood. Nothing was changed.', {
            cause: error
        });
    }
    return new LongtableError(
        'internal',
        'Something went wrong in Longtable. Try again; the log of the server says more.',
        {
            cause: error
        }
    );
}

export function errorBody(error: LongtableError): ErrorBody {
    return { error: { code: error.code, message: error.message } };
}

/** The last handler of the hub's own origin: answers every error in the one shape. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
    return (thrown: unknown, request, response: Response, next) => {
        const error = toLongtableError(thrown);
        if (error.status >= 500) {
            logger.error(
                { err: error, cause: error.cause, method: request.method, path: request.path },
                'request failed'
            );
        }
        if (response.headersSent) {
            next(thrown);
            return;
        }
        response.status(error.status).json(errorBody(error));
    };
}

function describeIssue(issue: z.core.$ZodIssue): string {
    const path = issue.path.join('.');
    const message = issue.message.endsWith('.') ? issue.message : `${issue.message}.`;
    return path === '' ? message : `${path}: ${message}`;
}
