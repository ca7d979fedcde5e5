import type { z } from 'zod';

/** The first problem of each field of a form, by the field's name. */
export function problemsOf(error: z.ZodError): Partial<Record<string, string>> {
    const problems: Partial<Record<string, string>> = {};
    for (const issue of error.issues) {
        problems[String(issue.path[0] ?? '')] ??= issue.message;
    }
    return problems;
}
