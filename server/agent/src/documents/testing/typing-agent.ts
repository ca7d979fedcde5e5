import { join } from 'node:path';
import { systemClock } from '../../clock.js';
import { DocumentRegistry } from '../document-registry.js';
import { TestReplica } from './test-replica.js';

/**
 * A process that types numbers into a document, as fast as it can, and prints each when it is acknowledged. Its
 * arguments are the folder, the directory of the journals and the first number.
 */
const [folder = '', journals = '', first = '0'] = process.argv.slice(2);
const documents = new DocumentRegistry({
    folder,
    journals,
    clock: systemClock,
    timings: { quiet: 3, most: 7, settle: 5 }
});
await documents.whenRecovered;
const replica = new TestReplica(await documents.open('a.txt'));
process.stdout.write(`opened ${replica.document.epoch} ${JSON.stringify(replica.toString())}\n`);
process.stdout.write(`on ${join(folder, 'a.txt')}\n`);
for (let number = Number(first); ; number++) {
    replica.text.insert(number % 3 === 0 ? 0 : replica.text.length, `<${number}>`);
    await replica.acknowledged();
    process.stdout.write(`${number}\n`);
    await new Promise(resolve => setTimeout(resolve, number % 4));
}
