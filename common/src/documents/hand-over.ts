import { messageOf } from '../errors.js';
import type { ReplicaHost } from './replica-host.js';
import type { UnacknowledgedText } from './unacknowledged-text.js';

/** Brings what was typed in a replica into the one that has its document. Resolves with a sentence if it cannot. */
export async function handOver<R>(host: ReplicaHost<R>, kept: UnacknowledgedText): Promise<string | undefined> {
    try {
        await host.bringBack(kept);
        return undefined;
    } catch (error) {
        return (
            `What you typed here could not be brought into ${kept.path}: ${messageOf(error)} ` +
            'It is kept: copy it from this editor, or load the page again, which offers it to you.'
        );
    }
}
