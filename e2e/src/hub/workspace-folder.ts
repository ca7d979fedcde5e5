import { chmod, chown, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The folder of a workspace with the sample repository, as this machine sees it. */
export class WorkspaceFolder {
    private constructor(private readonly directory: string) {}

    static of(dataDirectory: string, id: string): WorkspaceFolder {
        return new WorkspaceFolder(path.join(dataDirectory, 'volumes', id, 'workspace', 'guests'));
    }

    async text(name: string): Promise<string> {
        return readFile(path.join(this.directory, name), 'utf8');
    }

    /** One character for each byte. */
    async bytes(name: string): Promise<string> {
        return readFile(path.join(this.directory, name), 'latin1');
    }

    /** Writes a file as a program in the workspace would. */
    async write(name: string, content: string, encoding: BufferEncoding = 'utf8'): Promise<void> {
        const file = path.join(this.directory, name);
        await writeFile(file, content, encoding);
        const { uid, gid } = await stat(this.directory);
        await chown(file, uid, gid);
        await chmod(file, 0o644);
    }
}
