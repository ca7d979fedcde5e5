/** What is used of a WebSocket: those of browsers and of the `ws` package have it. */
export interface WebSocketLike {
    binaryType: string;
    send(data: Uint8Array<ArrayBuffer>): void;
    close(code?: number, reason?: string): void;
    addEventListener(type: 'open' | 'error', listener: () => void): void;
    addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
    addEventListener(
        type: 'close',
        listener: (event: { readonly code: number; readonly reason: string }) => void
    ): void;
}
