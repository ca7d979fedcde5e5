import { write } from 'node:fs';

/** Writes bytes where the file stands, all of them. A write may take less than it is given, such as on a full disk. */
export async function writeWhole(descriptor: number, bytes: Buffer): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
        offset += await writeSome(descriptor, bytes, offset);
    }
}

function writeSome(descriptor: number, bytes: Buffer, offset: number): Promise<number> {
    return new Promise((resolve, reject) => {
        write(descriptor, bytes, offset, bytes.length - offset, null, (error, written) => {
            if (error === null) {
                resolve(written);
            } else {
                reject(error);
            }
        });
    });
}
