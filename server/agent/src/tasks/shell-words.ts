/** A text as one word of a shell. */
export function quote(text: string): string {
    return `'${text.replaceAll('\0', '').replaceAll("'", `'\\''`)}'`;
}

/** A program and its arguments as a shell's command. */
export function words(all: readonly string[]): string {
    return all.map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word))).join(' ');
}
