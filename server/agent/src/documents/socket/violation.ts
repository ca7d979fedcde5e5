/** What a connection sent although it may not, with a sentence of at most 123 bytes; it ends the connection. */
export class Violation extends Error {
    override readonly name = 'Violation';
}
