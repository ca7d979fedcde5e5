/**
 * What is left out of a snapshot. A pattern with a slash in front is one path; one without is every file or folder of
 * that name; `*` stands for any part of a name. Paths are relative to the folder and bytes as latin1.
 */
export class Exclusion {
    private readonly paths: readonly RegExp[];
    private readonly names: readonly RegExp[];

    constructor(patterns: readonly string[]) {
        const bytes = patterns
            .map(pattern => Buffer.from(pattern.replace(/\/+$/, ''), 'utf8').toString('latin1'))
            .filter(pattern => pattern !== '');
        this.paths = bytes.filter(isPath).map(pattern => expressionOf(pattern.replace(/^\/+/, '')));
        this.names = [...bytes.filter(pattern => !isPath(pattern)), '.git-credentials'].map(expressionOf);
    }

    covers(path: string, name: string): boolean {
        return this.names.some(expression => expression.test(name)) || this.paths.some(one => one.test(path));
    }
}

function isPath(pattern: string): boolean {
    return pattern.includes('/');
}

function expressionOf(pattern: string): RegExp {
    const escaped = pattern.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replace(/\*+/g, '[^/]*');
    return new RegExp(`^${escaped}$`, 's');
}
