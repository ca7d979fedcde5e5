import { randomBytes } from 'node:crypto';
import {
    can,
    LongtableError,
    WorkspaceId,
    type Capability,
    type CreateWorkspace,
    type Role,
    type UpdateWorkspace,
    type UserId,
    type Workspace
} from '@longtable/common';
import type { RunResult, Runtime } from '../runtime/runtime.js';
import type { Store, UserRecord, WorkspaceRecord } from '../store/store.js';
import { describeWorkspace } from './describe-workspace.js';
import type { Lifecycle } from './lifecycle.js';
import { checkReachable, folderName, parseRepository } from './repository-url.js';
import { workspaceNotFound, type WorkspaceRecords } from './workspace-records.js';

export interface WorkspacesOptions {
    readonly store: Store;
    readonly records: WorkspaceRecords;
    readonly lifecycle: Lifecycle;
    readonly runtime: Runtime;
    readonly hubUrl: string;
    readonly egressAllow: readonly string[];
}

/** A workspace together with what the one who asks is in it. */
export interface Access {
    readonly record: WorkspaceRecord;
    readonly role: Role;
}

/** What people do with workspaces. Every call names who asks and is refused with `not-found` or `forbidden`. */
export class Workspaces {
    constructor(private readonly options: WorkspacesOptions) {}

    /** The workspace, provided that the person has the capability in it. */
    async access(userId: UserId, id: string, capability: Capability): Promise<Access> {
        const parsed = WorkspaceId.safeParse(id);
        if (!parsed.success) {
            throw workspaceNotFound();
        }
        const record = await this.options.records.get(parsed.data);
        const role = this.roleIn(record, userId);
        if (role === undefined) {
            throw workspaceNotFound();
        }
        if (!can(role, capability)) {
            throw new LongtableError('forbidden', 'Your role in this workspace does not allow that. Ask its owner.');
        }
        return { record, role };
    }

    /** What a person is in a workspace, undefined when nothing. */
    roleIn(record: WorkspaceRecord, userId: UserId): Role | undefined {
        return record.ownerId === userId ? 'owner' : undefined;
    }

    async list(user: UserRecord): Promise<Workspace[]> {
        const records = await this.options.store.workspaces.listOwnedBy(user.id);
        return records
            .filter(record => record.status !== 'deleting')
            .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
            .map(record => this.describe({ record, role: 'owner' }, user));
    }

    async get(user: UserRecord, id: string): Promise<Workspace> {
        const access = await this.access(user.id, id, 'read');
        return this.describe(access, await this.ownerOf(access.record));
    }

    /** Stores a new workspace and begins to make it. Throws `invalid-repository` or `repository-address-forbidden`. */
    async create(user: UserRecord, request: CreateWorkspace): Promise<Workspace> {
        const { repository: text, ref } = request;
        const repository = text === undefined ? undefined : parseRepository(text, ref);
        if (repository === undefined && ref !== undefined) {
            throw new LongtableError('bad-request', 'A branch, tag or commit needs a repository. Add its address.');
        }
        if (repository !== undefined) {
            await checkReachable(repository, this.options.hubUrl, this.options.egressAllow);
        }
        const name = request.name ?? repository?.folder ?? 'workspace';
        const record: WorkspaceRecord = {
            id: newWorkspaceId(),
            ownerId: user.id,
            name,
            folder: repository?.folder ?? folderName(name),
            ...(repository === undefined ? {} : { repository: repository.url }),
            ...(repository?.ref === undefined ? {} : { ref: repository.ref }),
            pinned: false,
            status: 'stopped',
            provisioned: false,
            createdAt: new Date().toISOString()
        };
        await this.options.records.add(record);
        try {
            await this.options.lifecycle.start(record.id);
        } catch (error) {
            // Nothing of it is there yet. When even its removal cannot be stored, the first error says why.
            await this.options.records.remove(record).catch(() => undefined);
            throw error;
        }
        return this.get(user, record.id);
    }

    async update(user: UserRecord, id: string, change: UpdateWorkspace): Promise<Workspace> {
        const { record, role } = await this.access(user.id, id, 'manage');
        const after = await this.options.records.update(record.id, before => ({
            ...before,
            name: change.name ?? before.name,
            pinned: change.pinned ?? before.pinned
        }));
        return this.describe({ record: after, role }, await this.ownerOf(after));
    }

    async start(user: UserRecord, id: string): Promise<Workspace> {
        const { record } = await this.access(user.id, id, 'manage');
        await this.options.lifecycle.start(record.id);
        return this.get(user, id);
    }

    async stop(user: UserRecord, id: string): Promise<Workspace> {
        const { record } = await this.access(user.id, id, 'manage');
        await this.options.lifecycle.stop(record.id, `Stopped by ${user.name}.`);
        return this.get(user, id);
    }

    async remove(user: UserRecord, id: string): Promise<void> {
        const { record } = await this.access(user.id, id, 'manage');
        await this.options.lifecycle.remove(record.id);
    }

    /** A tar of the workspace's folder, as it is now. */
    async download(user: UserRecord, id: string): Promise<{ readonly name: string; readonly archive: RunResult }> {
        const { record } = await this.access(user.id, id, 'manage');
        if (!record.provisioned) {
            throw new LongtableError(
                'conflict',
                'The workspace has no files yet. Wait until it is made, then download it.'
            );
        }
        const archive = this.options.runtime.run(
            { id: record.id, folder: record.folder, git: { name: user.name, email: '' } },
            ['tar', '--create', '--file=-', '--', record.folder]
        );
        return { name: `${folderName(record.name)}.tar`, archive };
    }

    describe(access: Access, owner: { readonly name: string }): Workspace {
        const { record, role } = access;
        return describeWorkspace(record, role, owner, this.options.records.progressOf(record.id), this.options.hubUrl);
    }

    async ownerOf(record: WorkspaceRecord): Promise<{ readonly name: string }> {
        return (await this.options.store.users.get(record.ownerId)) ?? { name: 'someone who has left' };
    }
}

/** Twelve random characters, the first a letter: about 60 bits, and a valid label of a host name. */
function newWorkspaceId(): WorkspaceId {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const all = `${letters}0123456789`;
    const bytes = [...randomBytes(12)];
    return WorkspaceId.parse(
        bytes.map((byte, index) => (index === 0 ? letters[byte % letters.length] : all[byte % all.length])).join('')
    );
}
