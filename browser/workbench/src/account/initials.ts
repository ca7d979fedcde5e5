/** One or two letters that stand for a person without a picture. */
export function initialsOf(name: string): string {
    const words = name.split(/[\s._-]+/u).filter(word => /[\p{L}\p{N}]/u.test(word));
    const first = words[0];
    if (first === undefined) {
        return '?';
    }
    const last = words.length > 1 ? words[words.length - 1] : undefined;
    return [first, last].map(word => (word ? firstCharacter(word) : '')).join('');
}

function firstCharacter(word: string): string {
    for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(word)) {
        if (/[\p{L}\p{N}]/u.test(segment)) {
            return segment.toLocaleUpperCase();
        }
    }
    return '';
}
