import { EmbeddedStore } from './embedded-store.js';

/** Writes sessions without end and says of each one that it is stored: a process for a test to kill. */
const [directory = ''] = process.argv.slice(2);
const store = await EmbeddedStore.open(directory);
let next = 0;
const writer = async () => {
    for (;;) {
        const hash = `s${String(next++)}`;
        await store.sessions.put({ hash, expiresAt: '2099-01-01T00:00:00.000Z', data: { padding: 'x'.repeat(2000) } });
        process.stdout.write(`${hash}\n`);
    }
};
await Promise.all([writer(), writer(), writer()]);
