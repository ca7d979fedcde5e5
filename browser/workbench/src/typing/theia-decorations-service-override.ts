// Upstream: @theia/core 1.74.1, browser/decorations-service.ts.
// That a file has no decoration is not kept: whoever draws its name, which the tabs do at nearly every key, asks each
// provider of every extension again, and that of git starts a process to answer. What an extension has answered holds
// until it says that something has changed, as in VS Code.
import { DecorationsServiceImpl, type DecorationsProvider } from '@theia/core/lib/browser/decorations-service';
import type { Disposable } from '@theia/core/lib/common/disposable';
import type URI from '@theia/core/lib/common/uri';
import { injectable } from '@theia/core/shared/inversify';

@injectable()
export class LongtableDecorationsService extends DecorationsServiceImpl {
    override registerDecorationsProvider(provider: DecorationsProvider): Disposable {
        return super.registerDecorationsProvider(rememberingNothing(provider));
    }
}

/** The same provider, which is not asked again for what had no decoration until it tells of a change. */
function rememberingNothing(provider: DecorationsProvider): DecorationsProvider {
    const bare = new Set<string>();
    /** How often something has changed: an answer from before may be wrong by now. */
    let changes = 0;
    const forget = (uris: readonly URI[] | undefined): void => {
        if (uris === undefined) {
            // It may be anything.
            bare.clear();
        }
        uris?.forEach(uri => bare.delete(uri.toString()));
    };
    return {
        onDidChange: (listener, ...rest) =>
            provider.onDidChange(
                uris => {
                    changes++;
                    forget(uris);
                    listener(uris);
                },
                ...rest
            ),
        provideDecorations: (uri, token) => {
            const address = uri.toString();
            if (bare.has(address)) {
                return undefined;
            }
            const asked = changes;
            const keep = <T>(decoration: T): T => {
                if (!decoration && asked === changes && !token.isCancellationRequested) {
                    bare.add(address);
                }
                return decoration;
            };
            const answer = provider.provideDecorations(uri, token);
            return answer instanceof Promise ? answer.then(keep) : keep(answer);
        }
    };
}
