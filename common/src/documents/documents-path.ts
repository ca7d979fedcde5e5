/** Path of the WebSocket for live documents, on the origin of a workspace (the hub passes it on) and at the agent alike. */
export const DOCUMENTS_PATH = '/.longtable/documents';
