import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a program that takes the place of the IDE backend, and writes down what it is told. What it does each time it is started is up to
 * `<directory>/mode`: `listen` (also when there is no such file), `crash`, `silent`, `stubborn` (takes no notice of
 * SIGTERM), `orphan` (starts a process that outlives its parents), `shell` (starts an interactive shell in a terminal,
 * which writes `<directory>/farewell` when it ends in order).
 */
export async function writeStandInBackend(directory: string): Promise<string> {
    const file = join(directory, 'backend.mjs');
    const mode = JSON.stringify(join(directory, 'mode'));
    const farewell = join(directory, 'farewell');
    await writeFile(
        file,
        `import { readFileSync } from 'node:fs';
        import { spawn } from 'node:child_process';
        import { createServer } from 'node:net';
        let mode = 'listen';
        try { mode = readFileSync(${mode}, 'utf8'); } catch {}
        console.log('backend', process.pid, JSON.stringify(process.argv.slice(2)));
        if (mode === 'crash') {
            console.error('Cannot read https://ada:s3cret@example.org/settings');
            process.exit(3);
        }
        if (mode === 'stubborn') process.on('SIGTERM', () => {});
        // Like a server that somebody left running in a terminal they closed.
        if (mode === 'orphan') spawn('sh', ['-c', 'sleep 1000 & echo orphan $!'], { detached: true, stdio: 'inherit' });
        if (mode === 'shell') {
            const shell = spawn('script', ['-qfc', 'bash --norc -i', '/dev/null'], { stdio: ['pipe', 'inherit', 'inherit'] });
            shell.stdin.write("trap 'echo done > ${farewell}' EXIT; echo sh''ell $$\\n");
        }
        setInterval(() => {}, 1000);
        process.on('message', message => console.log('told', JSON.stringify(message)));
        if (mode !== 'silent') {
            createServer().listen(process.env.LONGTABLE_IDE_SOCKET, () => process.send({ type: 'listening' }));
        }`
    );
    return file;
}
