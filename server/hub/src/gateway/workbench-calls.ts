import type { IncomingMessage, ServerResponse } from 'node:http';
import {
    can,
    LARGEST_WORKBENCH_STATE,
    LongtableError,
    WORKBENCH_STATE_PATH,
    WorkbenchStateChange,
    WORKSPACE_EVENTS_PATH,
    WORKSPACE_HUB_PREFIX,
    type Capability,
    type Installation,
    type WorkbenchContext,
    type WorkbenchStateAnswer,
    type WorkbenchStateChanged
} from '@longtable/common';
import { clientAddress } from '../http/client-address.js';
import { readJson } from '../http/read-json.js';
import type { Doer } from '../sharing/audit-trail.js';
import type { EventStreams } from '../sharing/event-streams.js';
import { findCall, runCall, type SharingParts } from '../sharing/sharing-calls.js';
import { describeUser } from '../sign-in/describe-user.js';
import type { WorkbenchStates } from '../workbench-states/workbench-states.js';
import type { Workspaces } from '../workspaces/workspaces.js';
import type { Visitor } from './entries.js';

export interface WorkbenchCallsOptions {
    readonly hubUrl: string;
    readonly runtime: Installation['runtime'];
    readonly workspaces: Workspaces;
    readonly sharing: SharingParts;
    readonly events: EventStreams;
    readonly states: WorkbenchStates;
    /** Ends a session and everything derived from it. */
    readonly endSession: (sessionHash: string) => Promise<void>;
}

interface CallDetails {
    readonly doer: Doer;
    readonly body: unknown;
    readonly response: ServerResponse;
}

interface Call {
    readonly capability: Capability;
    /** The longest body that is read, in bytes; none without it. */
    readonly longestBody?: number;
    handle(options: WorkbenchCallsOptions, visitor: Visitor, details: CallDetails): Promise<unknown>;
}

/** In JSON a text is longer than by itself. */
const LONGEST_STATE_BODY = 3 * LARGEST_WORKBENCH_STATE;

/** What the hub answers below `/.longtable` on the origin of a workspace, beside the calls about sharing. */
export const workbenchCalls: Readonly<Record<string, Call>> = {
    'GET /.longtable/context': {
        capability: 'read',
        handle: async (
            { workspaces, hubUrl, runtime },
            { user, workspace: record, person }
        ): Promise<WorkbenchContext> => ({
            me: describeUser(user),
            workspace: await workspaces.describe({ record, role: person.role }),
            hubUrl,
            runtime
        })
    },
    [`GET ${WORKSPACE_EVENTS_PATH}`]: {
        capability: 'read',
        handle: ({ events }, { workspace, person }, { response }) => events.open(response, workspace, person)
    },
    [`GET ${WORKBENCH_STATE_PATH}`]: {
        capability: 'read',
        handle: ({ states }, { workspace, user }): Promise<WorkbenchStateAnswer> => states.read(workspace, user.id)
    },
    [`PATCH ${WORKBENCH_STATE_PATH}`]: {
        // Whoever reads has a layout as well.
        capability: 'read',
        longestBody: LONGEST_STATE_BODY,
        handle: ({ states }, { workspace, user }, { body }): Promise<WorkbenchStateChanged> =>
            states.change(workspace.id, user.id, WorkbenchStateChange.parse(body))
    },
    'POST /.longtable/stop': {
        capability: 'manage',
        handle: ({ workspaces }, { workspace }, { doer }) => workspaces.stop(doer, workspace.id)
    },
    'POST /.longtable/sign-out': {
        capability: 'read',
        handle: ({ endSession }, { entry }) => endSession(entry.sessionHash)
    }
};

/** Answers what an open workbench asks the hub. */
export class WorkbenchCalls {
    constructor(private readonly options: WorkbenchCallsOptions) {}

    async answer(request: IncomingMessage, response: ServerResponse, url: URL, visitor: Visitor): Promise<void> {
        const method = request.method ?? '';
        const doer: Doer = { user: visitor.user, from: clientAddress(request) };
        const own = `${method} ${url.pathname}`;
        const call = Object.hasOwn(workbenchCalls, own) ? workbenchCalls[own] : undefined;
        if (call !== undefined) {
            if (!can(visitor.person.role, call.capability)) {
                throw new LongtableError(
                    'forbidden',
                    'Your role in this workspace does not allow that. Ask its owner.'
                );
            }
            const body = call.longestBody === undefined ? undefined : await readJson(request, call.longestBody);
            send(response, await call.handle(this.options, visitor, { doer, body, response }));
            return;
        }
        const found = findCall(method, url.pathname.slice(WORKSPACE_HUB_PREFIX.length));
        if (found === undefined) {
            throw new LongtableError('not-found', 'There is nothing at this address.');
        }
        const body = method === 'GET' || method === 'DELETE' ? undefined : await readJson(request);
        const answer = await runCall(this.options.sharing, found.call, visitor.workspace.id, {
            doer,
            parameter: found.parameter,
            query: Object.fromEntries(url.searchParams),
            body
        });
        send(response, answer);
    }
}

function send(response: ServerResponse, body: unknown): void {
    if (response.headersSent) {
        return;
    }
    if (body === undefined) {
        response.writeHead(204, { 'cache-control': 'no-store' }).end();
        return;
    }
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
}
