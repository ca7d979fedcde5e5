import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { type Person, RESTORED_TERMINALS_FILE, RestoredTerminals, type SnapshotTerminal } from '@longtable/common';
import { injectable } from '@theia/core/shared/inversify';

/** The terminals of the snapshot that this workspace was made of, each as long as nobody has taken it up. */
@injectable()
export class RestoredTerminalRecords {
    protected readonly file = path.join(homedir(), RESTORED_TERMINALS_FILE);
    protected read: Promise<RestoredTerminals | undefined> | undefined;
    protected writing: Promise<void> = Promise.resolve();

    /** What is kept under an id for a person. It is theirs, once. */
    async take(id: number, { userId }: Pick<Person, 'userId'>): Promise<SnapshotTerminal | undefined> {
        const records = await (this.read ??= this.load());
        const index = records?.terminals.findIndex(({ terminalId }) => terminalId === id) ?? -1;
        if (records === undefined || index < 0 || records.owner !== userId) {
            return undefined;
        }
        const [found] = records.terminals.splice(index, 1);
        this.writing = this.writing.then(() => this.store(records));
        await this.writing;
        return found;
    }

    protected async load(): Promise<RestoredTerminals | undefined> {
        try {
            return RestoredTerminals.parse(JSON.parse(await readFile(this.file, 'utf8')));
        } catch {
            // Most workspaces have none. One that cannot be understood is a text to look at less, and nothing else.
            return undefined;
        }
    }

    protected async store(records: RestoredTerminals): Promise<void> {
        try {
            if (records.terminals.length === 0) {
                await rm(this.file, { force: true });
                return;
            }
            await writeFile(`${this.file}.new`, JSON.stringify(records), { mode: 0o600 });
            await rename(`${this.file}.new`, this.file);
        } catch (error) {
            // It comes once more after a restart of the backend.
            console.error('What is left of the terminals of a snapshot could not be written:', error);
        }
    }
}
