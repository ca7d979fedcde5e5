/** A server of shared documents that is measured, with the way its clients speak to it. */
export interface Peer {
    readonly name: string;
    /** The processes whose CPU time and memory are the server's. */
    readonly processes: readonly number[];
    /** Address of its inspector, where it has one. */
    readonly inspector: string | undefined;
    /** Makes a document that holds a text. A server without files forgets it when the client that is returned leaves. */
    create(document: string, text: string): Promise<Member | undefined>;
    /** Joins a document as a full member of the protocol; resolves when the member has what is in it. */
    join(document: string): Promise<Member>;
    dispose(): Promise<void>;
}

/** One client in one document. */
export interface Member {
    /** The id under which it may write. */
    readonly clientId: number;
    /** What it got when it joined, as Yjs updates. */
    readonly content: readonly Content[];
    /** How long that took from the first byte of the connection on, in milliseconds. */
    readonly joinedAfter: number;
    /** Bytes of all messages that came, the first ones included. */
    received: number;
    /** Gets the updates of others. Members without one do not decode what comes: their work would be measured as the server's. */
    onUpdate: ((update: Uint8Array) => void) | undefined;
    send(update: Uint8Array): void;
    /** Tells the others where the caret is. */
    sendCaret(index: number): void;
    close(): void;
}

export interface Content {
    readonly format: 1 | 2;
    readonly update: Uint8Array;
}
