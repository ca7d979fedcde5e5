// A static import would load it when the agent starts, wherever it is written (see bundle.mjs).
const { hash } = process.getBuiltinModule('node:crypto');

/** Names contents: the same bytes have the same one. */
export function hashOf(bytes: Buffer): string {
    return hash('sha256', bytes, 'base64url');
}
