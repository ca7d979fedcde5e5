import {
    API_PREFIX,
    CreateWorkspace,
    ErrorBody,
    Installation,
    Me,
    UpdateWorkspace,
    Workspace,
    WorkspaceList
} from '@longtable/common';
import { z } from 'zod';

interface Operation {
    readonly summary: string;
    readonly body?: z.ZodType;
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
    'GET /workspaces': { summary: 'My workspaces', status: 200, answer: WorkspaceList },
    'POST /workspaces': { summary: 'Make a workspace', body: CreateWorkspace, status: 201, answer: Workspace },
    'GET /workspaces/{id}': { summary: 'One workspace', status: 200, answer: Workspace },
    'PATCH /workspaces/{id}': { summary: 'Rename or pin it', body: UpdateWorkspace, status: 200, answer: Workspace },
    'DELETE /workspaces/{id}': { summary: 'Delete it with its files', status: 204 },
    'POST /workspaces/{id}/start': { summary: 'Start it', status: 200, answer: Workspace },
    'POST /workspaces/{id}/stop': { summary: 'Stop it', status: 200, answer: Workspace },
    'GET /workspaces/{id}/download': { summary: 'A tar of its files', status: 200, mediaType: 'application/x-tar' }
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
    const { summary, body, status, answer, mediaType = 'application/json' } = operation;
    return {
        summary,
        ...(path.includes('{id}')
            ? { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] }
            : {}),
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
