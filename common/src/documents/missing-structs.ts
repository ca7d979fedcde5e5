import * as Y from 'yjs';

type Decoded = ReturnType<typeof Y.decodeUpdate>;
type Struct = Decoded['structs'][number];

/**
 * Whether all that an update inserts, in some order, and then all that it deletes is known to a document of which
 * `known` tells the next clock of each client. What is not would be kept aside by Yjs, for ever if what it builds on
 * never comes; what it deletes would go here alone, once it comes.
 */
export function canIntegrate({ structs, ds }: Decoded, known: (client: number) => number): boolean {
    const queues = new Map<number, Struct[]>();
    for (const struct of structs) {
        if (!(struct instanceof Y.Skip)) {
            const queue = queues.get(struct.id.client);
            if (queue === undefined) {
                queues.set(struct.id.client, [struct]);
            } else {
                queue.push(struct);
            }
        }
    }
    const reached = new Map<number, number>();
    const next = (client: number) => reached.get(client) ?? known(client);
    const has = (id: Y.ID | null) => id === null || id.clock < next(id.client);
    const fits = (struct: Struct) =>
        struct.id.clock <= next(struct.id.client) &&
        (!(struct instanceof Y.Item) || (has(struct.origin) && has(struct.rightOrigin)));
    for (let progress = true; progress && queues.size > 0;) {
        progress = false;
        for (const [client, queue] of queues) {
            let done = 0;
            for (const struct of queue) {
                if (!fits(struct)) {
                    break;
                }
                reached.set(client, Math.max(next(client), struct.id.clock + struct.length));
                done++;
            }
            if (done === queue.length) {
                queues.delete(client);
            } else {
                queue.splice(0, done);
            }
            progress ||= done > 0;
        }
    }
    const deletes = [...ds.clients].flatMap(([client, ranges]) =>
        ranges.map(({ clock, len }) => [client, clock + len] as const)
    );
    return queues.size === 0 && deletes.every(([client, end]) => end <= next(client));
}
