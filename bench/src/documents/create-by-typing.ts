import { setTimeout as delay } from 'node:timers/promises';
import * as Y from 'yjs';
import type { Member } from './peer.ts';

type Join = (document: string) => Promise<Member>;

/** Puts a text into a document of a server that has no files, as one edit of the client that is returned. */
export function createByTyping(join: Join, document: string, text: string): Promise<Member> {
    return createByUpdates(join, document, clientId => {
        const doc = new Y.Doc();
        doc.clientID = clientId;
        doc.getText('content').insert(0, text);
        return [Y.encodeStateAsUpdate(doc)];
    });
}

/** Sends edits to a document and waits until the server has them. Answers the client that sent them. */
export async function createByUpdates(
    join: Join,
    document: string,
    updatesOf: (clientId: number) => readonly Uint8Array[]
): Promise<Member> {
    const writer = await join(document);
    const updates = updatesOf(writer.clientId);
    for (const update of updates) {
        writer.send(update);
    }
    const wanted = Y.parseUpdateMeta(Y.mergeUpdates([...updates])).to;
    for (;;) {
        const reader = await join(document);
        reader.close();
        const doc = documentOf(reader);
        if ([...wanted].every(([client, clock]) => Y.getState(doc.store, client) >= clock)) {
            return writer;
        }
        await delay(100);
    }
}

/** The document as a member got it. */
export function documentOf({ content }: Member): Y.Doc {
    const doc = new Y.Doc();
    doc.transact(() => {
        for (const { format, update } of content) {
            (format === 1 ? Y.applyUpdate : Y.applyUpdateV2)(doc, update);
        }
    });
    return doc;
}
