import type { UserId, WorkspaceId } from '@longtable/common';

/** Something open between a browser and a workspace: a WebSocket, or a response that is being streamed. */
export interface OpenConnection {
    readonly workspaceId: WorkspaceId;
    readonly userId: UserId;
    readonly sessionHash: string;
    /** Ends it at once, whatever the other side does. */
    close(): void;
}

/** The gateway's register of everything open, so that a right that ends is gone from every socket at once. */
export class OpenConnections {
    private readonly all = new Set<OpenConnection>();

    /** Registers a connection until the answer is disposed. */
    add(connection: OpenConnection): { dispose(): void } {
        this.all.add(connection);
        return { dispose: () => this.all.delete(connection) };
    }

    /** Closes all that match. */
    close(matches: (connection: OpenConnection) => boolean): void {
        for (const connection of [...this.all].filter(matches)) {
            this.all.delete(connection);
            connection.close();
        }
    }

    get size(): number {
        return this.all.size;
    }
}
