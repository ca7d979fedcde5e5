import { injectable } from '@theia/core/shared/inversify';

const STORAGE_KEY = 'longtable.reloaded-because-refused';

/** A page that was loaded again this recently, in milliseconds, and is still refused would only go round in circles. */
const AGAIN_AFTER_MS = 30_000;

/**
 * Finds out whether the backend is there but refuses this page's socket. That is so after the backend was started
 * again: each of its processes gives out a connection token of its own, and only a page load fetches it.
 */
@injectable()
export class StaleConnectionProbe {
    /** True at most once in half a minute. Never rejects. */
    async isRefused(): Promise<boolean> {
        const last = Number(window.sessionStorage.getItem(STORAGE_KEY) ?? 0);
        if (Date.now() - last < AGAIN_AFTER_MS) {
            return false;
        }
        const status = await this.handshakeStatus();
        if (status !== 401 && status !== 403) {
            return false;
        }
        window.sessionStorage.setItem(STORAGE_KEY, String(Date.now()));
        return true;
    }

    protected async handshakeStatus(): Promise<number | undefined> {
        try {
            const path = `${window.location.pathname.replace(/\/?$/, '/')}socket.io/?EIO=4&transport=polling`;
            const response = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(5000) });
            await response.body?.cancel();
            return response.status;
        } catch {
            // No answer is the usual case while the backend is away, and says nothing about the token.
            return undefined;
        }
    }
}
