import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentContract } from './content-contract.js';
import { DirectoryContent } from './directory-content.js';

contentContract('a directory', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'content-'));
    const files = async () => {
        const names = await readdir(directory, { recursive: true, withFileTypes: true });
        return names.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
    };
    return {
        open: () => new DirectoryContent(directory),
        damage: async what => {
            for (const path of (await files()).filter(name => name.endsWith('.pack'))) {
                const file = await open(path, 'r+');
                const { size } = await file.stat();
                await file.write(Buffer.from('damaged'), 0, 7, what === 'chunks' ? 2000 : size - 60);
                await file.close();
            }
        },
        storedBytes: async () => {
            const sizes = await Promise.all((await files()).map(async path => (await stat(path)).size));
            return sizes.reduce((sum, size) => sum + size, 0);
        },
        dispose: () => rm(directory, { recursive: true })
    };
});
