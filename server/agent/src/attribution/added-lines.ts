/** The lines that a patch without context (`git diff -U0`) adds, by the path of the file they are added to. */
export function addedLines(patch: string): Map<string, string[]> {
    const added = new Map<string, string[]>();
    let current: string[] = [];
    // A line of a hunk may look like a header, so they are counted off.
    let removals = 0;
    let additions = 0;
    for (const line of patch.split('\n')) {
        if (removals > 0 && line.startsWith('-')) {
            removals--;
        } else if (additions > 0 && line.startsWith('+')) {
            additions--;
            current.push(line.slice(1));
        } else if (line.startsWith('+++ ')) {
            current = [];
            const path = pathOf(line.slice(4));
            if (path !== undefined) {
                added.set(path, current);
            }
        } else {
            const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line);
            removals = hunk ? Number(hunk[1] ?? 1) : 0;
            additions = hunk ? Number(hunk[2] ?? 1) : 0;
        }
    }
    return added;
}

/** `b/` and the path, in quotes with escapes where it holds anything odd; undefined for a file that is deleted. */
function pathOf(name: string): string | undefined {
    const plain = name.startsWith('"') ? unquoted(name) : name.replace(/\t$/, '');
    return plain.startsWith('b/') ? plain.slice(2) : undefined;
}

function unquoted(name: string): string {
    const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '"': '"', '\\': '\\' };
    const bytes: number[] = [];
    for (const [part, octal, letter] of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/g)) {
        bytes.push(
            ...(octal === undefined
                ? Buffer.from(letter === undefined ? part : (escapes[letter] ?? letter))
                : [parseInt(octal, 8)])
        );
    }
    return Buffer.from(bytes).toString('utf8');
}
