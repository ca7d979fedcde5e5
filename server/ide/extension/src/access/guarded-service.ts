import { can, type Person } from '@longtable/common';
import { viewingOnly } from './refusal';
import { rpcAccess } from './rpc-access';
import { viewOf } from './views';
import type { WorkspaceBoundary } from './workspace-boundary';

/**
 * A service as one person may use it. Theia calls any method that a message names; here the name has to be in the
 * table of the path first. The service itself is not even made where nothing of it may be used.
 */
export function guardedService(
    path: string,
    person: Pick<Person, 'role'>,
    boundary: WorkspaceBoundary,
    make: () => object
): object {
    if (can(person.role, 'edit')) {
        return make();
    }
    const access = Object.hasOwn(rpcAccess, path) ? rpcAccess[path] : undefined;
    const allowed = typeof access === 'object' && can(person.role, 'read') ? access.read : [];
    const service = (allowed.length > 0 ? make() : {}) as Record<string, unknown>;
    const view = viewOf(path, service, boundary) as Record<string, unknown>;
    return new Proxy(
        {},
        {
            get: (_, name) => {
                if (typeof name !== 'string' || !allowed.includes(name)) {
                    return refuse;
                }
                const method = Object.hasOwn(view, name) ? view[name] : service[name];
                return typeof method === 'function' ? (method.bind(service) as unknown) : refuse;
            }
        }
    );
}

function refuse(): Promise<never> {
    const refused = Promise.reject(viewingOnly());
    // Nobody waits for the answer to a notification.
    refused.catch(() => undefined);
    return refused;
}
