/** Something that holds a socket, timer, listener or process until it is disposed of. */
export interface Disposable {
    dispose(): void;
}
