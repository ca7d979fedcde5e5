import type { StartUpProblem } from '@longtable/common';

/** Such as `.gitpod.yml, line 3, column 5: …`. */
export function problemWords({ file, line, column, message }: StartUpProblem): string {
    return line === undefined ? `${file}: ${message}` : `${file}, line ${line}, column ${column ?? 1}: ${message}`;
}

/** Says which tasks an IDE backend that ended took along. */
export function lostWords(names: readonly string[]): string {
    const list = names.map(name => `“${name}”`).join(', ');
    return `The IDE ended and was started again. What was still running at the start ended with it and was not run again: ${list}.`;
}

/** Asks about the extensions that a repository recommends. */
export function recommendationWords(ids: readonly string[]): string {
    return ids.length === 1
        ? `This repository recommends the extension ${ids.join()}. It would be installed for everybody here.`
        : `This repository recommends the extensions ${ids.join(', ')}. They would be installed for everybody here.`;
}
