/** First letters of the first and the last word of a name, in capitals. */
export function initialsOf(name: string): string {
    const words = name.split(/[\s._-]+/).filter(word => word !== '');
    const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
        word => Array.from(word ?? '')[0] ?? ''
    );
    return letters.join('').toLocaleUpperCase() || '?';
}
