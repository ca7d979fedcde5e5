import type { Express } from 'express';

interface Layer {
    readonly route?: {
        readonly path: string | readonly string[];
        readonly methods: Readonly<Record<string, boolean>>;
    };
    readonly handle?: { readonly stack?: readonly Layer[] };
}

/** Every route of an application as `METHOD /path`, without the prefix at which a router below it is mounted. */
export function routesOf(application: Express): string[] {
    return layersOf((application.router as unknown as { readonly stack: readonly Layer[] }).stack);
}

function layersOf(stack: readonly Layer[]): string[] {
    return stack.flatMap(({ route, handle }) => {
        if (route === undefined) {
            return layersOf(handle?.stack ?? []);
        }
        const paths = typeof route.path === 'string' ? [route.path] : route.path;
        const methods = Object.keys(route.methods).map(method => method.toUpperCase());
        return methods.flatMap(method => paths.map(path => `${method} ${path}`));
    });
}
