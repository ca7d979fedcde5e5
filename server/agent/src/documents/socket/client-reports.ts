import type { CaretReport, DocumentFormat } from '@longtable/common/documents';
import { z } from 'zod';
import { Violation } from './violation.js';

/** Longest report of carets, in UTF-16 units. */
const LARGEST_CARET = 64 * 1024;
const MOST_SELECTIONS = 1000;

const Id = z.strictObject({ client: z.number().int().nonnegative(), clock: z.number().int().nonnegative() });
/** A relative position of Yjs as JSON; the others' editors resolve it. */
const Position = z.strictObject({
    type: Id.nullish(),
    tname: z.string().max(20).nullish(),
    item: Id.nullish(),
    assoc: z.number().int().nullish()
});
const Line = z.number().int().nonnegative();
const Caret = z.strictObject({
    selections: z.array(z.strictObject({ anchor: Position, head: Position })).max(MOST_SELECTIONS),
    view: z.tuple([Line, Line]).optional(),
    tab: z.string().max(40).optional()
});
const Format = z.strictObject({
    encoding: z.string().max(40).optional(),
    lineEnd: z.enum(['lf', 'crlf']).optional(),
    reopen: z.boolean().optional()
});

/** Reads a report of carets; undefined when they have left. Throws a {@link Violation}. */
export function parseCaret(text: string): CaretReport | undefined {
    if (text === '') {
        return undefined;
    }
    if (text.length > LARGEST_CARET) {
        throw new Violation('The report of carets is too long.');
    }
    const { selections, view, tab } = parsed(Caret, parseJson(text));
    return { selections, ...(view !== undefined && { view }), ...(tab !== undefined && { tab }) };
}

export function parseFormat(format: unknown): DocumentFormat {
    const { encoding, lineEnd, reopen } = parsed(Format, format);
    return {
        ...(encoding !== undefined && { encoding }),
        ...(lineEnd !== undefined && { lineEnd }),
        ...(reopen !== undefined && { reopen })
    };
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
    const result = schema.safeParse(value);
    if (!result.success) {
        throw new Violation('A message holds what it may not.');
    }
    return result.data;
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new Violation('A message cannot be read.');
    }
}
