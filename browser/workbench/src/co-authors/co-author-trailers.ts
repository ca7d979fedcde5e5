import type { CoAuthor } from '@longtable/common';

/** The line that names somebody as an author of a commit, as GitHub and git's own `interpret-trailers` know it. */
export function trailerOf({ name, email }: CoAuthor): string {
    return `Co-authored-by: ${name} <${email}>`;
}

/** Those whom a commit message does not name yet, by their addresses. */
export function notNamedIn(message: string, coAuthors: readonly CoAuthor[]): CoAuthor[] {
    const named = new Set(
        [...message.matchAll(/^Co-authored-by:.*<(.*)>\s*$/gim)].map(([, email]) => email?.toLowerCase())
    );
    return coAuthors.filter(({ email }) => !named.has(email.toLowerCase()));
}

/** A commit message with trailers at its end: below those that it has, else in a paragraph of their own. */
export function withTrailers(message: string, coAuthors: readonly CoAuthor[]): string {
    const trimmed = message.trimEnd();
    const trailers = notNamedIn(trimmed, coAuthors).map(trailerOf).join('\n');
    if (trailers === '') {
        return message;
    }
    const [first = '', ...paragraphs] = trimmed.split(/\n\s*\n/);
    const last = paragraphs.at(-1);
    const joins = last?.split('\n').every(line => /^[\w-]+: \S/.test(line)) === true;
    // A subject on its own line stays the subject, even an empty one that is yet to be written.
    return joins ? `${trimmed}\n${trailers}` : `${first === '' ? '' : trimmed}\n\n${trailers}`;
}
