import { DOCUMENTS_PATH } from '@longtable/common/documents';
import * as Y from 'yjs';
import { documentOf } from '../documents/create-by-typing.ts';
import { ReplicaMember } from '../documents/peers/replica-member.ts';
import { connect, joined } from '../documents/peers/socket-member.ts';
import type { HubSession } from '../hub-session.ts';

/** Carets of others that move in a file as those of people do who look for something, until disposed. */
export async function moveCarets(
    session: HubSession,
    id: string,
    file: string,
    carets: number,
    perSecond: number
): Promise<{ dispose(): void }> {
    const cookie = await session.enter(id);
    const { port } = new URL(session.hub.url);
    const host = `${id}.localhost:${port}`;
    const members: ReplicaMember[] = [];
    for (let index = 0; index < carets; index++) {
        const socket = connect(`ws://127.0.0.1:${port}${DOCUMENTS_PATH}`, {
            headers: { host, cookie, origin: `http://${host}` }
        });
        const member = new ReplicaMember(socket, file);
        await joined(member);
        members.push(member);
    }
    const [first] = members;
    const text = first && documentOf(first).getText('content');
    let moved = 0;
    const timer = setInterval(
        () => {
            const member = members[moved % members.length];
            if (member && text) {
                // Up and down the text, each from elsewhere.
                const at = (moved * 7 + (moved % members.length) * 31) % Math.max(1, text.length);
                member.sendCaretAt(Y.createRelativePositionFromTypeIndex(text, at));
            }
            moved++;
        },
        1000 / perSecond / carets
    );
    return {
        dispose: () => {
            clearInterval(timer);
            members.forEach(member => {
                member.close();
            });
        }
    };
}
