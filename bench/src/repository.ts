/** A project of some hundred small files, as the benchmarks clone and open it. */
export function benchRepository(): Readonly<Record<string, string>> {
    const files: Record<string, string> = {
        'README.md': '# Bench\n',
        'notes.txt': 'Bench\n',
        // The editor that is alone on a page has nobody who would know the words.
        '.vscode/settings.json': '{ "editor.wordBasedSuggestions": "off" }\n',
        'package.json': '{ "name": "bench", "type": "module" }\n',
        'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "nodenext" } }\n'
    };
    for (let index = 0; index < 300; index++) {
        const lines = Array.from(
            { length: 40 },
            (_, line) => `export const value${String(line)} = ${String(index * line)};`
        );
        files[`src/part-${String(index % 20)}/module-${String(index)}.ts`] = `${lines.join('\n')}\n`;
    }
    return files;
}
