import {
    AccessTokenList,
    API_PREFIX,
    AuditList,
    ChangeMember,
    ChangeSnapshot,
    ChangeUser,
    CreateAccessToken,
    CreatedAccessToken,
    CreateWorkspace,
    DecidePendingLink,
    DecideRequest,
    ErrorBody,
    Installation,
    Join,
    JoinRequestList,
    JoinState,
    LatestSnapshotLink,
    LookAtSnapshot,
    Me,
    Member,
    MemberList,
    OpenSnapshot,
    PendingLinkState,
    People,
    SecretList,
    Share,
    ShareState,
    ShareWorkspace,
    Snapshot,
    SnapshotList,
    SnapshotOffer,
    TakeSnapshot,
    UpdateWorkspace,
    User,
    UserList,
    Workspace,
    WorkspaceList
} from '@longtable/common';
import { z } from 'zod';

interface Operation {
    readonly summary: string;
    readonly body?: z.ZodType;
    readonly query?: Readonly<Record<string, z.ZodType>>;
    readonly status: number;
    readonly answer?: z.ZodType;
    readonly mediaType?: string;
}

/** Every call of the API with the schemas that check it; a test holds this against the routes. */
export const operations: Readonly<Record<string, Operation>> = {
    'GET /installation': {
        summary: 'What the sign-in page has to know; needs no sign-in',
        status: 200,
        answer: Installation
    },
    'GET /me': { summary: 'Who am I', status: 200, answer: Me },
    'POST /me/sessions/end': { summary: 'Sign out everywhere; access tokens stay', status: 204 },
    'GET /me/pending-link': {
        summary: 'Whether a sign-in by another provider waits to be connected with this account',
        status: 200,
        answer: PendingLinkState
    },
    'POST /me/pending-link': { summary: 'Connect it, or do not', body: DecidePendingLink, status: 204 },
    'GET /tokens': { summary: 'My access tokens, without their secrets', status: 200, answer: AccessTokenList },
    'POST /tokens': {
        summary: 'Make an access token; the answer is the only one that holds it',
        body: CreateAccessToken,
        status: 201,
        answer: CreatedAccessToken
    },
    'DELETE /tokens/{id}': { summary: 'Revoke an access token', status: 204 },
    'GET /users': { summary: 'All accounts, for administrators', status: 200, answer: UserList },
    'PATCH /users/{id}': {
        summary: 'Disable an account, which ends all it has open, or enable it; for administrators',
        body: ChangeUser,
        status: 200,
        answer: User
    },
    'GET /workspaces': { summary: 'My workspaces', status: 200, answer: WorkspaceList },
    'POST /workspaces': { summary: 'Make a workspace', body: CreateWorkspace, status: 201, answer: Workspace },
    'GET /workspaces/{id}': { summary: 'One workspace', status: 200, answer: Workspace },
    'PATCH /workspaces/{id}': { summary: 'Rename or pin it', body: UpdateWorkspace, status: 200, answer: Workspace },
    'DELETE /workspaces/{id}': { summary: 'Delete it with its files', status: 204 },
    'POST /workspaces/{id}/start': { summary: 'Start it', status: 200, answer: Workspace },
    'POST /workspaces/{id}/stop': { summary: 'Stop it', status: 200, answer: Workspace },
    'GET /workspaces/{id}/download': { summary: 'A tar of its files', status: 200, mediaType: 'application/x-tar' },
    'GET /workspaces/{id}/share': { summary: 'How it is shared', status: 200, answer: ShareState },
    'PUT /workspaces/{id}/share': {
        summary: 'Share it, or change how it is shared; lowering the role to viewer makes viewers of all guests',
        body: ShareWorkspace,
        status: 200,
        answer: Share
    },
    'DELETE /workspaces/{id}/share': { summary: 'Stop sharing; the rights of all guests end', status: 204 },
    'GET /workspaces/{id}/members': { summary: 'Everybody with a right in it', status: 200, answer: MemberList },
    'PATCH /workspaces/{id}/members/{userId}': {
        summary: 'Change what a guest may do',
        body: ChangeMember,
        status: 200,
        answer: Member
    },
    'DELETE /workspaces/{id}/members/{userId}': {
        summary: 'Remove a guest, who stays out until invited again',
        status: 204
    },
    'POST /workspaces/{id}/leave': {
        summary: 'Give up one’s own right in a workspace of somebody else; a good link lets one in again',
        status: 204
    },
    'GET /workspaces/{id}/requests': { summary: 'Who waits to be let in', status: 200, answer: JoinRequestList },
    'POST /workspaces/{id}/requests/{userId}': {
        summary: 'Admit or refuse somebody who waits; answers who still waits',
        body: DecideRequest,
        status: 200,
        answer: JoinRequestList
    },
    'POST /join': {
        summary: 'Follow a share link; again to ask how things stand',
        body: Join,
        status: 200,
        answer: JoinState
    },
    'GET /workspaces/{id}/presence': { summary: 'Who is inside, and where', status: 200, answer: People },
    'GET /workspaces/{id}/snapshots': {
        summary: 'My snapshots of it, newest first, and its moving link',
        status: 200,
        answer: SnapshotList
    },
    'POST /workspaces/{id}/snapshots': {
        summary: 'Begin to take a snapshot; ask for it by its id until it is `ready`',
        body: TakeSnapshot,
        status: 200,
        answer: Snapshot
    },
    'GET /workspaces/{id}/snapshots/secrets': {
        summary: 'Files that look like secrets, to be left out',
        status: 200,
        answer: SecretList
    },
    'PUT /workspaces/{id}/snapshots/latest': {
        summary: 'A link that leads to the newest snapshot of it',
        status: 200,
        answer: LatestSnapshotLink
    },
    'DELETE /workspaces/{id}/snapshots/latest': { summary: 'End that link for ever', status: 204 },
    'GET /workspaces/{id}/snapshots/{snapshotId}': { summary: 'One snapshot', status: 200, answer: Snapshot },
    'DELETE /workspaces/{id}/snapshots/{snapshotId}': { summary: 'Delete it, or cancel taking it', status: 204 },
    'GET /snapshots': { summary: 'All my snapshots, newest first', status: 200, answer: SnapshotList },
    'GET /snapshots/{id}': { summary: 'One snapshot of mine', status: 200, answer: Snapshot },
    'PATCH /snapshots/{id}': {
        summary: 'Rename or describe it, say who may open it and how long, revoke its link or make another',
        body: ChangeSnapshot,
        status: 200,
        answer: Snapshot
    },
    'DELETE /snapshots/{id}': { summary: 'Delete it, or cancel taking it', status: 204 },
    'GET /snapshots/{id}/download': {
        summary: 'Its files as tar.zst',
        status: 200,
        mediaType: 'application/zstd'
    },
    'POST /snapshots/look': {
        summary: 'What the link of a snapshot leads to',
        body: LookAtSnapshot,
        status: 200,
        answer: SnapshotOffer
    },
    'POST /snapshots/open': {
        summary: 'Make a workspace of a snapshot, by its link or by the id of one’s own',
        body: OpenSnapshot,
        status: 201,
        answer: Workspace
    },
    'POST /snapshots/import': {
        summary: 'Make a snapshot of a tar, which is the body; zstd and gzip are understood. `name` is optional',
        query: { name: z.string().optional() },
        status: 201,
        answer: Snapshot
    },
    'GET /workspaces/{id}/audit': {
        summary: 'Who did what, newest first; `limit` is 200 unless given, at most 1000',
        query: { limit: z.int().min(1).max(1000).optional() },
        status: 200,
        answer: AuditList
    }
};

/** The API's description (OpenAPI 3.1), made from the schemas that check the requests. */
export function describeApi(hubUrl: string, version: string): unknown {
    const paths: Record<string, Record<string, unknown>> = {};
    for (const [key, operation] of Object.entries(operations)) {
        const [method = '', path = ''] = key.split(' ');
        (paths[path] ??= {})[method.toLowerCase()] = describe(path, operation);
    }
    return {
        openapi: '3.1.0',
        info: { title: 'Longtable', version, license: { name: 'EPL-2.0', identifier: 'EPL-2.0' } },
        servers: [{ url: `${hubUrl}${API_PREFIX}` }],
        paths
    };
}

function describe(path: string, operation: Operation): unknown {
    const { summary, body, query = {}, status, answer, mediaType = 'application/json' } = operation;
    const parameters = [
        ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
            name,
            in: 'path',
            required: true,
            schema: { type: 'string' }
        })),
        ...Object.entries(query).map(([name, schema]) => ({
            name,
            in: 'query',
            required: false,
            schema: z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' })
        }))
    ];
    return {
        summary,
        ...(parameters.length === 0 ? {} : { parameters }),
        ...(body === undefined
            ? {}
            : { requestBody: { required: true, content: content('application/json', body, 'input') } }),
        responses: {
            [String(status)]: {
                description: 'Done',
                ...(status === 204 ? {} : { content: content(mediaType, answer, 'output') })
            },
            default: { description: 'An error', content: content('application/json', ErrorBody, 'output') }
        }
    };
}

function content(mediaType: string, schema: z.ZodType | undefined, io: 'input' | 'output'): unknown {
    return {
        [mediaType]: {
            schema:
                schema === undefined
                    ? { type: 'string', format: 'binary' }
                    : z.toJSONSchema(schema, { io, target: 'draft-2020-12' })
        }
    };
}
