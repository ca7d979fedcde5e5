import { z } from 'zod';

/** A name for people to read, of a person, a workspace or a snapshot: one line of text. */
export const OneLine = z
    .string()
    .trim()
    .min(1, 'Enter a name.')
    .max(80, 'Use at most 80 characters.')
    // eslint-disable-next-line no-control-regex -- control characters are what this refuses
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'A name cannot hold control characters.');
