/**
 * What may stand in the output of a terminal: content of the alternate screen, strings for the terminal itself (titles,
 * colours, clipboard), other control sequences with their parameters and last character, other escapes, and single
 * control characters (ECMA-48).
 */
const sequences =
    // eslint-disable-next-line no-control-regex
    /\x1b\[\?(?:47|1047|1049)h[^]*?(?:\x1b\[\?(?:47|1047|1049)l|$)|\x1b[\]PX^_][^]*?(?:\x07|\x1b\\|$)|\x1b\[([0-?]*)([ -/]*)([@-~])|\x1b[ -/]*[0-~]?|[\0-\x07\v\f\x0e-\x1f\x7f-\x9f]/g;

/** Colours, and what a shell writes while a line is edited: erasing, moving in the line, inserting and deleting. */
const harmless = 'mKCDGP@';

/**
 * What a terminal showed, without anything that makes another one answer, change its modes or reach outside of itself:
 * text, colours, line ends, tabs and backspaces are left. Whoever made it may have meant harm.
 */
export function plainScrollback(output: string): string {
    // In one pass: nothing that is left out may bring two halves together.
    return output.replace(
        sequences,
        (sequence, parameters: string | undefined, between: string | undefined, last: string | undefined) =>
            last !== undefined && harmless.includes(last) && between === '' && /^[\d;:]*$/.test(parameters ?? '')
                ? sequence
                : ''
    );
}

/** The end of an output, from the beginning of a line. */
export function endOf(output: string, longest: number): string {
    if (output.length <= longest) {
        return output;
    }
    const end = output.slice(-longest);
    return end.slice(end.indexOf('\n') + 1);
}
