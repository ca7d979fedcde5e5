import type * as fs from 'node:fs';
import type * as promises from 'node:fs/promises';
import { Killed, Life, type Death } from './life.js';

type Call = (...parameters: unknown[]) => unknown;
type Module = Readonly<Record<string, unknown>>;

const isCall = (value: unknown): value is Call => typeof value === 'function';
const never = () => new Promise<never>(() => undefined);

/** Half of what was to be written. */
function torn(parameters: readonly unknown[]): unknown[] {
    const [file, bytes, ...rest] = parameters;
    if (typeof bytes === 'string') {
        return [file, bytes.slice(0, bytes.length >> 1), ...rest];
    }
    if (bytes instanceof Uint8Array) {
        const [offset, length, position] = rest.map(value => (typeof value === 'number' ? value : undefined));
        const end = (offset ?? 0) + ((length ?? bytes.length - (offset ?? 0)) >> 1);
        return [file, bytes.subarray(offset ?? 0, end), 0, end - (offset ?? 0), position ?? null];
    }
    return parameters.slice();
}

function dying(
    life: Life,
    how: Death,
    name: string,
    execute: (parameters: unknown[]) => unknown,
    parameters: unknown[]
) {
    try {
        if (name.startsWith('close')) {
            // What is open is closed with the life.
            return undefined;
        }
        if (how === 'after' || (how === 'torn' && !name.startsWith('write'))) {
            return execute(parameters);
        }
        return how === 'torn' ? execute(torn(parameters)) : undefined;
    } finally {
        life.die();
    }
}

/** `node:fs` as an agent sees it that runs in a {@link Life}. */
export function killableFs(original: typeof fs): Module {
    const wrapped: Record<string, unknown> = { ...original };
    for (const [name, call] of Object.entries(original as unknown as Module)) {
        if (!isCall(call) || /^[A-Z_]/.test(name)) {
            continue;
        }
        if (name.endsWith('Sync')) {
            wrapped[name] = synchronous(original, name, call);
        } else if (name === 'watch') {
            wrapped[name] = watching(original);
        } else if (typeof original[`${name}Sync` as keyof typeof fs] === 'function') {
            wrapped[name] = withCallback(name, call);
        }
    }
    wrapped['promises'] = killablePromises(original.promises);
    wrapped['default'] = wrapped;
    return wrapped;
}

function synchronous(original: typeof fs, name: string, call: Call): Call {
    return (...parameters) => {
        const life = Life.current;
        if (life === undefined) {
            return call(...parameters);
        }
        const death = life.step();
        if (death === 'dead') {
            throw new Killed();
        }
        if (death !== undefined) {
            const result = dying(life, death, name, all => call(...all), parameters);
            if (name === 'openSync' && typeof result === 'number') {
                original.closeSync(result);
            }
            throw new Killed();
        }
        const result = call(...parameters);
        if (name === 'openSync') {
            closeAtEnd(original, life, result as number);
        } else if (name === 'closeSync') {
            life.forgetDescriptor(parameters[0] as number);
        }
        return result;
    };
}

function withCallback(name: string, call: Call): Call {
    return (...parameters) => {
        const life = Life.current;
        const callback = parameters.pop();
        if (life === undefined || !isCall(callback)) {
            return call(...parameters, callback);
        }
        const death = life.step();
        if (death === 'dead') {
            return undefined;
        }
        if (death !== undefined) {
            const last = (all: unknown[]) => {
                life.underWay++;
                return call(...all, () => life.underWay--);
            };
            return dying(life, death, name, last, parameters);
        }
        if (name === 'close') {
            life.forgetDescriptor(parameters[0] as number);
        }
        life.underWay++;
        return call(...parameters, (...results: unknown[]) => {
            life.underWay--;
            if (!life.dead) {
                callback(...results);
            }
        });
    };
}

function watching(original: typeof fs): Call {
    return (...parameters) => {
        const life = Life.current;
        const watcher = (original.watch as unknown as Call)(...parameters) as fs.FSWatcher;
        if (life !== undefined) {
            const emit = watcher.emit.bind(watcher);
            watcher.emit = (...event: Parameters<typeof emit>) => !life.dead && life.run(() => emit(...event));
            life.onEnd(() => watcher.close());
        }
        return watcher;
    };
}

function closeAtEnd(original: typeof fs, life: Life, descriptor: number): void {
    life.rememberDescriptor(descriptor, () => original.closeSync(descriptor));
}

/** `node:fs/promises` as an agent sees it that runs in a {@link Life}. */
export function killablePromises(original: typeof promises): Module {
    const wrapped: Record<string, unknown> = { ...original };
    for (const [name, call] of Object.entries(original as unknown as Module)) {
        if (isCall(call) && !/^[A-Z]/.test(name)) {
            wrapped[name] = asynchronous(name, call);
        }
    }
    wrapped['default'] = wrapped;
    return wrapped;
}

function asynchronous(name: string, call: Call): Call {
    return async (...parameters) => {
        const life = Life.current;
        if (life === undefined) {
            return call(...parameters);
        }
        const death = life.step();
        if (death === 'dead') {
            return never();
        }
        if (death !== undefined) {
            const last = dying(life, death, name, all => call(...all), parameters);
            life.underWay++;
            Promise.resolve(last)
                .then(result => (name === 'open' ? (result as promises.FileHandle | undefined)?.close() : undefined))
                .catch(() => undefined)
                .finally(() => life.underWay--);
            return never();
        }
        const result = await during(life, async () => {
            const answer = await call(...parameters);
            if (life.dead && name === 'open') {
                await (answer as promises.FileHandle).close();
            }
            return answer;
        });
        return name === 'open' ? killableHandle(result as promises.FileHandle, life) : result;
    };
}

/** A call that comes back, though a life that has ended meanwhile does not get to know. */
async function during<T>(life: Life, call: () => Promise<T>): Promise<T> {
    life.underWay++;
    const result = await call()
        .then(value => ({ value }))
        .catch((error: unknown) => ({ error }))
        .finally(() => life.underWay--);
    if (life.dead) {
        return never();
    }
    if ('error' in result) {
        throw result.error;
    }
    return result.value;
}

function killableHandle(handle: promises.FileHandle, life: Life): promises.FileHandle {
    const forget = life.onEnd(() => void handle.close().catch(() => undefined));
    return new Proxy(handle, {
        get(target, key) {
            const value: unknown = Reflect.get(target, key, target);
            if (!isCall(value)) {
                return value;
            }
            if (typeof key !== 'string') {
                return value.bind(target);
            }
            return asynchronous(key, async (...parameters) => {
                const result: unknown = await value.apply(target, parameters);
                if (key === 'close') {
                    forget();
                }
                return result;
            });
        }
    });
}
