import { RpcConnectionHandler, RpcProxyFactory, type ConnectionHandler } from '@theia/core/lib/common/messaging';
import type { Application } from '@theia/core/shared/express';

/** Everything that this backend offers, whoever may use it. */
export interface Inventory {
    /** Path of each service with its methods; `frontend` for those that are in the browser. */
    readonly services: Readonly<Record<string, readonly string[] | 'frontend'>>;
    /** Patterns of paths that carry something else. */
    readonly rawChannels: readonly string[];
    /** Such as `GET /file`. */
    readonly routes: readonly string[];
}

/** Message of the parent process that asks for the {@link Inventory}; it is answered with `{ type: 'inventory', … }`. */
export const DESCRIBE_MESSAGE = 'describe';

/** The methods that a message can name, by path. The first handler of a path is the one that serves it. */
export function servicesOf(handlers: readonly ConnectionHandler[]): Inventory['services'] {
    const services: Record<string, readonly string[] | 'frontend'> = {};
    for (const handler of handlers) {
        if (!Object.hasOwn(services, handler.path)) {
            services[handler.path] =
                handler instanceof RpcConnectionHandler
                    ? methodsOf(handler.targetFactory(new RpcProxyFactory<object>().createProxy()))
                    : 'frontend';
        }
    }
    return services;
}

/** Theia calls whatever function it finds under the name: inherited ones and protected ones too. */
function methodsOf(target: unknown): string[] {
    const methods = new Set<string>();
    for (let type: unknown = target; type && type !== Object.prototype; type = Object.getPrototypeOf(type)) {
        for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
            if (typeof value === 'function' && name !== 'constructor') {
                methods.add(name);
            }
        }
    }
    return [...methods].sort();
}

interface Layer {
    readonly regexp?: RegExp;
    readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
    readonly handle?: { readonly stack?: readonly Layer[] };
}

/** The routes of an application and of the routers in it. What it runs for every request is no route. */
export function routesOf(application: Application): string[] {
    const { _router: router } = application as unknown as { _router?: { stack: readonly Layer[] } };
    return routesIn(router?.stack ?? [], '');
}

function routesIn(stack: readonly Layer[], prefix: string): string[] {
    return stack.flatMap(({ route, handle, regexp }) => {
        if (route) {
            return Object.keys(route.methods).map(method => `${method.toUpperCase()} ${prefix}${String(route.path)}`);
        }
        return handle?.stack ? routesIn(handle.stack, prefix + prefixOf(regexp)) : [];
    });
}

/** Express keeps no more of a router's path than the expression it made of it. */
function prefixOf(expression: RegExp | undefined): string {
    return /^\^\\\/([\w-]+)/.exec(expression?.source ?? '')?.[0].replace('^\\', '') ?? '';
}
