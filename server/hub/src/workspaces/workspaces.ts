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
import type { Presence } from '../presence/presence.js';
import type { RunResult, Runtime } from '../runtime/runtime.js';
import type { AuditTrail, Doer } from '../sharing/audit-trail.js';
import type { Rights } from '../sharing/rights.js';
import type { SnapshotRecord, Store, UserRecord, WorkspaceRecord } from '../store/store.js';
import { describeWorkspace } from './describe-workspace.js';
import type { Lifecycle } from './lifecycle.js';
import { checkReachable, folderName, parseRepository } from './repository-url.js';
import { workspaceNotFound, type WorkspaceRecords } from './workspace-records.js';

export interface WorkspacesOptions {
    readonly store: Store;
    readonly records: WorkspaceRecords;
    readonly rights: Rights;
    readonly presence: Presence;
    readonly audit: AuditTrail;
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
        const role = await this.roleIn(record, userId);
        if (role === undefined) {
            throw await this.options.rights.refusal(record.id, userId);
        }
        if (!can(role, capability)) {
            throw new LongtableError('forbidden', 'Your role in this workspace does not allow that. Ask its owner.');
        }
        return { record, role };
    }

    /** What a person is in a workspace, undefined when nothing. */
    roleIn(record: WorkspaceRecord, userId: UserId): Promise<Role | undefined> {
        return this.options.rights.roleIn(record, userId);
    }

    /** The error for someone without a right in a workspace: how it ended, if there ever was one. */
    refusal(id: WorkspaceId, userId: UserId): Promise<LongtableError> {
        return this.options.rights.refusal(id, userId);
    }

    /** Own workspaces and those shared with the person, newest first. */
    async list(user: UserRecord): Promise<Workspace[]> {
        const { store } = this.options;
        const [owned, memberships] = await Promise.all([
            store.workspaces.listOwnedBy(user.id),
            store.members.listFor(user.id)
        ]);
        const shared = await Promise.all(memberships.map(({ workspaceId }) => store.workspaces.get(workspaceId)));
        const records = [...owned, ...shared.filter(record => record !== undefined)];
        const described = await Promise.all(
            records
                .filter(record => record.status !== 'deleting')
                .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
                .map(record => this.describeFor(record, user.id))
        );
        return described.filter(workspace => workspace !== undefined);
    }

    /** Everybody with a right in a workspace. */
    async audience(record: WorkspaceRecord): Promise<readonly UserId[]> {
        const members = await this.options.store.members.listOf(record.id);
        return [record.ownerId, ...members.map(member => member.userId)];
    }

    async get(user: UserRecord, id: string): Promise<Workspace> {
        return this.describe(await this.access(user.id, id, 'read'));
    }

    /** Stores a new workspace and begins to make it. Throws `invalid-repository` or `repository-address-forbidden`. */
    async create(doer: Doer, request: CreateWorkspace): Promise<Workspace> {
        const { repository: text, ref } = request;
        const repository = text === undefined ? undefined : parseRepository(text, ref);
        if (repository === undefined && ref !== undefined) {
            throw new LongtableError('bad-request', 'A branch, tag or commit needs a repository. Add its address.');
        }
        if (repository !== undefined) {
            await checkReachable(repository, this.options.hubUrl, this.options.egressAllow);
        }
        const name = request.name ?? repository?.folder ?? 'workspace';
        const what = {
            name,
            folder: repository?.folder ?? folderName(name),
            ...(repository === undefined ? {} : { repository: repository.url }),
            ...(repository?.ref === undefined ? {} : { ref: repository.ref })
        };
        return this.begin(doer, what, repository?.url);
    }

    /** Stores a new workspace of the doer's that is made of a snapshot, and begins to make it. */
    async createFrom(doer: Doer, snapshot: SnapshotRecord, name?: string): Promise<Workspace> {
        const { repository, ref, folder } = snapshot;
        return this.begin(
            doer,
            {
                name: name ?? snapshot.workspace?.name ?? snapshot.name,
                folder,
                ...(repository === undefined ? {} : { repository }),
                ...(ref === undefined ? {} : { ref }),
                snapshot: { id: snapshot.id, name: snapshot.name }
            },
            `snapshot ${snapshot.name}`
        );
    }

    async update(user: UserRecord, id: string, change: UpdateWorkspace): Promise<Workspace> {
        const { record, role } = await this.access(user.id, id, 'manage');
        const after = await this.options.records.update(record.id, before => ({
            ...before,
            name: change.name ?? before.name,
            pinned: change.pinned ?? before.pinned
        }));
        return this.describe({ record: after, role });
    }

    async start(doer: Doer, id: string): Promise<Workspace> {
        const { record } = await this.access(doer.user.id, id, 'manage');
        if (await this.options.lifecycle.start(record.id)) {
            await this.options.audit.note(record.id, 'started', doer);
        }
        return this.get(doer.user, id);
    }

    async stop(doer: Doer, id: string): Promise<Workspace> {
        const { record } = await this.access(doer.user.id, id, 'manage');
        if (await this.options.lifecycle.stop(record.id, `Stopped by ${doer.user.name}.`)) {
            await this.options.audit.note(record.id, 'stopped', doer);
        }
        return this.get(doer.user, id);
    }

    async remove(user: UserRecord, id: string): Promise<void> {
        const { record } = await this.access(user.id, id, 'manage');
        await this.options.lifecycle.remove(record.id, `${user.name} deleted this workspace.`);
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

    async describe({ record, role }: Access): Promise<Workspace> {
        const { records, rights, presence, hubUrl } = this.options;
        const [owner, share] = await Promise.all([this.ownerOf(record), rights.shareOf(record.id)]);
        const table = { shared: share !== undefined, people: presence.peopleIn(record.id) };
        return describeWorkspace(record, role, owner, records.progressOf(record.id), hubUrl, table);
    }

    /** A workspace as a person sees it; undefined when they have no right in it. */
    async describeFor(record: WorkspaceRecord, userId: UserId): Promise<Workspace | undefined> {
        const role = await this.roleIn(record, userId);
        return role === undefined ? undefined : this.describe({ record, role });
    }

    private async begin(
        doer: Doer,
        what: Pick<WorkspaceRecord, 'name' | 'folder' | 'repository' | 'ref' | 'snapshot'>,
        detail: string | undefined
    ): Promise<Workspace> {
        const record: WorkspaceRecord = {
            ...what,
            id: newWorkspaceId(),
            ownerId: doer.user.id,
            pinned: false,
            status: 'stopped',
            provisioned: false,
            createdAt: new Date().toISOString()
        };
        await this.options.records.add(record);
        await this.options.audit.note(record.id, 'created', doer, detail === undefined ? {} : { detail });
        try {
            await this.options.lifecycle.start(record.id);
        } catch (error) {
            // Nothing of it is there yet. When even its removal cannot be stored, the first error says why.
            await this.options.records.remove(record).catch(() => undefined);
            throw error;
        }
        return this.get(doer.user, record.id);
    }

    private async ownerOf(record: WorkspaceRecord): Promise<{ readonly name: string }> {
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
