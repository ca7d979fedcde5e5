import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LongtableError } from '@longtable/common';
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';

const StoredKey = z.object({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    d: z.string()
});

/** The hub's Ed25519 key pair. Workspaces get the public half at start, so it has to outlive the hub. */
export interface SigningKeys {
    readonly privateKey: CryptoKey;
    readonly publicKey: JWK;
}

/** Reads the key pair from a directory, or makes one. The file is readable by the hub's user only. */
export async function loadSigningKeys(directory: string): Promise<SigningKeys> {
    const path = join(directory, 'signing-key.json');
    try {
        return await keysOf(StoredKey.parse(JSON.parse(await readFile(path, 'utf8'))));
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
            throw new LongtableError(
                'store-corrupt',
                `Longtable was not started, because its signing key in ${path} cannot be read. Nothing was changed. ` +
                    `Put the file back from a backup, or remove it; then workspaces that run now have to be started again.`,
                { cause: error }
            );
        }
    }
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const jwk = await exportJWK(pair.privateKey);
    await writePrivately(path, JSON.stringify(jwk));
    return keysOf(jwk);
}

async function keysOf(jwk: JWK): Promise<SigningKeys> {
    const { d: _private, ...publicKey } = jwk;
    return { privateKey: (await importJWK(jwk, 'EdDSA')) as CryptoKey, publicKey };
}

/** Writes a file that only this user may read; it is on disk, whole, when the promise resolves. */
export async function writePrivately(path: string, text: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
        await file.writeFile(text);
        await file.sync();
    } finally {
        await file.close();
    }
    await rename(`${path}.new`, path);
}
