import type { UserId, WorkspaceEvent, WorkspaceId } from '@longtable/common';

/** Something open between a browser and a workspace: a WebSocket, or a response that is being streamed. */
export interface OpenConnection {
    readonly workspaceId: WorkspaceId;
    readonly userId: UserId;
    readonly sessionHash: string;
    /** The address that it came from. */
    readonly from?: string | undefined;
    /** Ends it at once, whatever the other side does. The one that carries events tells the last one first. */
    close(farewell?: WorkspaceEvent): void;
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
    close(matches: (connection: OpenConnection) => boolean, farewell?: WorkspaceEvent): void {
        for (const connection of [...this.all].filter(matches)) {
            this.all.delete(connection);
            connection.close(farewell);
        }
    }

    /** An address from which a person is in a workspace now. */
    addressOf(workspaceId: WorkspaceId, userId: UserId): string | undefined {
        for (const connection of this.all) {
            if (connection.workspaceId === workspaceId && connection.userId === userId) {
                return connection.from;
            }
        }
        return undefined;
    }

    get size(): number {
        return this.all.size;
    }
}
