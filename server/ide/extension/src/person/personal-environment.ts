import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { EnvVariable, EnvVariablesServer } from '@theia/core/lib/common/env-variables';
import { FileUri } from '@theia/core/lib/common/file-uri';
import { inject, injectable } from '@theia/core/shared/inversify';
import { CurrentPerson } from './current-person';

/** The environment that all share. */
export const SharedEnvironment = Symbol('SharedEnvironment');

/**
 * The environment with a configuration directory of a person's own, `people/<userId>` below the shared one. Settings,
 * key bindings, recent workspaces and what extensions store follow from it.
 */
@injectable()
export class PersonalEnvironment implements EnvVariablesServer {
    @inject(SharedEnvironment)
    protected readonly shared: EnvVariablesServer;

    @inject(CurrentPerson)
    protected readonly person: CurrentPerson;

    protected configuration: Promise<string> | undefined;

    getConfigDirUri(): Promise<string> {
        this.configuration ??= this.makeConfiguration().catch((error: unknown) => {
            // A full disk, for one, may have room at the next try.
            this.configuration = undefined;
            throw error;
        });
        return this.configuration;
    }

    getExecPath(): Promise<string> {
        return this.shared.getExecPath();
    }

    getVariables(): Promise<EnvVariable[]> {
        return this.shared.getVariables();
    }

    getValue(key: string): Promise<EnvVariable | undefined> {
        return this.shared.getValue(key);
    }

    getHomeDirUri(): Promise<string> {
        return this.shared.getHomeDirUri();
    }

    getDrives(): Promise<string[]> {
        return this.shared.getDrives();
    }

    protected async makeConfiguration(): Promise<string> {
        const shared = FileUri.fsPath(await this.shared.getConfigDirUri());
        const people = path.join(shared, 'people');
        await mkdir(shared, { recursive: true });
        await mkdir(people, { recursive: true, mode: 0o700 });
        const own = path.join(people, directoryName(this.person.value.userId));
        await mkdir(own, { recursive: true, mode: 0o700 });
        return FileUri.create(own).toString();
    }
}

/** An id of a person may be any text; the dot keeps what had to be changed apart from what did not. */
function directoryName(userId: string): string {
    return /^[\w-]{1,64}$/.test(userId) ? userId : `id.${createHash('sha256').update(userId).digest('hex')}`;
}
