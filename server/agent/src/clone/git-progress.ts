import type { Progress } from '@longtable/common';

/** Git's phases of a clone, with the part of the whole that each gets: where it begins and how much it takes. */
const PHASES: Readonly<Record<string, { message: string; from: number; share: number }>> = {
    'Enumerating objects': { message: 'The server is preparing the files', from: 0, share: 0 },
    'Counting objects': { message: 'The server is preparing the files', from: 0, share: 2 },
    'Compressing objects': { message: 'The server is preparing the files', from: 2, share: 3 },
    'Receiving objects': { message: 'Receiving files', from: 5, share: 70 },
    'Resolving deltas': { message: 'Unpacking', from: 75, share: 15 },
    'Updating files': { message: 'Writing files', from: 90, share: 10 },
    'Filtering content': { message: 'Writing large files', from: 90, share: 10 }
};

const LINE =
    /^(?:remote: )?([A-Z][a-z]+ [a-z]+): +(?:(\d+)% \(\d+\/\d+\)|\d+)(?:, ([\d.]+ [KMGT]?i?B?(?:bytes)?(?: \| [\d.]+ [KMGT]?i?B\/s)?))?/;

/** What a line of git's progress says about the whole clone, or undefined for any other line. */
export function parseGitProgress(line: string): Progress | undefined {
    const [, name = '', percent, amount] = LINE.exec(line) ?? [];
    const phase = PHASES[name];
    if (phase === undefined) {
        return undefined;
    }
    return {
        step: 'clone',
        message: amount === undefined ? `${phase.message}.` : `${phase.message}: ${amount.replace(' | ', ', ')}.`,
        percent: Math.floor(phase.from + (phase.share * Number(percent ?? 0)) / 100)
    };
}
