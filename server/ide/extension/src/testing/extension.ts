import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes an extension that has a process to run in. Resolves with its directory. */
export async function writeExtension(plugins: string, name: string): Promise<string> {
    const directory = path.join(plugins, name);
    await mkdir(directory, { recursive: true });
    await writeFile(
        path.join(directory, 'package.json'),
        JSON.stringify({
            name,
            publisher: 'tester',
            version: '1.0.0',
            engines: { vscode: '*' },
            main: './extension.js',
            activationEvents: ['*']
        })
    );
    await writeFile(path.join(directory, 'extension.js'), 'exports.activate = () => undefined;\n');
    return directory;
}
