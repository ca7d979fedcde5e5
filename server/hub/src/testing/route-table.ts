/**
 * What each call of the API answers to nobody, to somebody else and to the owner of the workspace, in the order in which
 * a test makes them. A call that is not here fails the tests.
 */
export const routeTable: Readonly<
    Record<string, readonly [anonymous: string, stranger: string, owner: string, body?: unknown]>
> = {
    'GET /installation': ['200', '200', '200'],
    'GET /me': ['401 not-signed-in', '200', '200'],
    'GET /me/pending-link': ['401 not-signed-in', '200', '200'],
    'POST /me/pending-link': ['401 not-signed-in', '404 not-found', '404 not-found', { decision: 'link' }],
    'GET /tokens': ['401 not-signed-in', '200', '200'],
    'POST /tokens': ['401 not-signed-in', '400 bad-request', '400 bad-request', { name: '' }],
    'DELETE /tokens/{id}': ['401 not-signed-in', '404 not-found', '404 not-found'],
    // Ada is the first account of the records, and so the administrator.
    'GET /users': ['401 not-signed-in', '403 forbidden', '200'],
    'PATCH /users/{id}': ['401 not-signed-in', '403 forbidden', '404 not-found', { disabled: true }],
    'GET /workspaces': ['401 not-signed-in', '200', '200'],
    'POST /workspaces': ['401 not-signed-in', '400 invalid-repository', '400 invalid-repository', { repository: 'x' }],
    'GET /workspaces/{id}': ['401 not-signed-in', '404 not-found', '200'],
    'PATCH /workspaces/{id}': ['401 not-signed-in', '404 not-found', '200', { pinned: false }],
    'GET /workspaces/{id}/download': ['401 not-signed-in', '404 not-found', '409 conflict'],
    'GET /workspaces/{id}/share': ['401 not-signed-in', '404 not-found', '200'],
    'PUT /workspaces/{id}/share': [
        '401 not-signed-in',
        '404 not-found',
        '409 not-running',
        { role: 'viewer', approval: false }
    ],
    'GET /workspaces/{id}/members': ['401 not-signed-in', '404 not-found', '200'],
    'PATCH /workspaces/{id}/members/{userId}': [
        '401 not-signed-in',
        '404 not-found',
        '404 not-found',
        { role: 'editor' }
    ],
    'DELETE /workspaces/{id}/members/{userId}': ['401 not-signed-in', '404 not-found', '404 not-found'],
    'GET /workspaces/{id}/requests': ['401 not-signed-in', '404 not-found', '200'],
    'POST /workspaces/{id}/requests/{userId}': [
        '401 not-signed-in',
        '404 not-found',
        '404 not-found',
        { decision: 'admit' }
    ],
    'GET /workspaces/{id}/presence': ['401 not-signed-in', '404 not-found', '200'],
    'GET /workspaces/{id}/audit': ['401 not-signed-in', '404 not-found', '200'],
    'GET /workspaces/{id}/snapshots': ['401 not-signed-in', '404 not-found', '200'],
    'GET /workspaces/{id}/snapshots/secrets': ['401 not-signed-in', '404 not-found', '200'],
    'POST /workspaces/{id}/snapshots': ['401 not-signed-in', '404 not-found', '409 conflict', {}],
    'PUT /workspaces/{id}/snapshots/latest': ['401 not-signed-in', '404 not-found', '200', {}],
    'DELETE /workspaces/{id}/snapshots/latest': ['401 not-signed-in', '404 not-found', '204'],
    'GET /workspaces/{id}/snapshots/{snapshotId}': ['401 not-signed-in', '404 not-found', '404 not-found'],
    'DELETE /workspaces/{id}/snapshots/{snapshotId}': ['401 not-signed-in', '404 not-found', '404 not-found'],
    'GET /snapshots': ['401 not-signed-in', '200', '200'],
    'GET /snapshots/{id}': ['401 not-signed-in', '404 not-found', '404 not-found'],
    'PATCH /snapshots/{id}': ['401 not-signed-in', '404 not-found', '404 not-found', { name: 'Mine' }],
    'DELETE /snapshots/{id}': ['401 not-signed-in', '404 not-found', '404 not-found'],
    'GET /snapshots/{id}/download': ['401 not-signed-in', '404 not-found', '404 not-found'],
    'POST /snapshots/look': ['401 not-signed-in', '404 not-found', '404 not-found', { token: 'guessed' }],
    'POST /snapshots/open': ['401 not-signed-in', '404 not-found', '404 not-found', { token: 'guessed' }],
    'POST /snapshots/import': ['401 not-signed-in', '400 bad-request', '400 bad-request'],
    'DELETE /workspaces/{id}/share': ['401 not-signed-in', '404 not-found', '204'],
    'POST /workspaces/{id}/leave': ['401 not-signed-in', '404 not-found', '400 bad-request'],
    'POST /join': ['401 not-signed-in', '404 not-found', '404 not-found', { token: 'guessed' }],
    'POST /workspaces/{id}/stop': ['401 not-signed-in', '404 not-found', '200'],
    'POST /workspaces/{id}/start': ['401 not-signed-in', '404 not-found', '200'],
    'DELETE /workspaces/{id}': ['401 not-signed-in', '404 not-found', '204'],
    // The last one, because it ends what the others are asked with.
    'POST /me/sessions/end': ['401 not-signed-in', '204', '204']
};
