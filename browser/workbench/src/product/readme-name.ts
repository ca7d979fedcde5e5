const inOrder = [/^readme\.md$/i, /^readme\.(markdown|rst|adoc|txt)$/i, /^readme$/i];

/** The name among these that is the repository's introduction. */
export function readmeAmong(names: readonly string[]): string | undefined {
    for (const pattern of inOrder) {
        const found = names.find(name => pattern.test(name));
        if (found !== undefined) {
            return found;
        }
    }
    return undefined;
}
