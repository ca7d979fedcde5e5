import * as encoding from 'lib0/encoding';

/** An awareness update of y-protocols with one caret, as y-monaco and others send it. */
export function caretUpdate(clientId: number, clock: number, index: number): Uint8Array {
    const position = { type: null, tname: 'content', item: { client: clientId, clock: index }, assoc: 0 };
    const state = { user: { name: 'Somebody', color: '#1b7f4b' }, selection: { anchor: position, head: position } };
    return encoding.encode(encoder => {
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarUint(encoder, clientId);
        encoding.writeVarUint(encoder, clock);
        encoding.writeVarString(encoder, JSON.stringify(state));
    });
}
