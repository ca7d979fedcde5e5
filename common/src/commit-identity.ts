import { z } from 'zod';
import type { Person } from './assertion.js';

/** Somebody as a commit names them. */
export const CoAuthor = z.object({ name: z.string(), email: z.string() });
export type CoAuthor = z.infer<typeof CoAuthor>;

/** What git takes out of names and addresses itself, and what an environment cannot hold. */
// eslint-disable-next-line no-control-regex -- Control characters are what it is about.
const unusable = /[\u0000-\u001f\u007f<>]/g;

/** The name under which somebody's commits are made. */
export function commitNameOf({ name, userId }: Pick<Person, 'name' | 'userId'>): string {
    return clean(name) || clean(userId) || 'unknown';
}

/** The address under which somebody's commits are made; one at which nobody can be reached if they told none. */
export function commitAddressOf({ email, userId }: Pick<Person, 'userId'> & { email?: string | undefined }): string {
    return clean(email ?? '') || `${clean(userId)}@users.noreply.longtable.invalid`;
}

function clean(text: string): string {
    return text.replace(unusable, '').trim();
}
