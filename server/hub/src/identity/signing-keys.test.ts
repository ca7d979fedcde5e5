import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssertionVerifier, signAssertion, WorkspaceId } from '@longtable/common';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadSigningKeys } from './signing-keys.js';

let directory: string;

beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keys-'));
});

afterEach(async () => {
    await rm(directory, { recursive: true });
});

test('the keys of the next start are those of this one, so that running workspaces go on', async () => {
    const workspace = WorkspaceId.parse('abcdefgh1234');
    const first = await loadSigningKeys(directory);
    const second = await loadSigningKeys(directory);
    expect(second.publicKey).toEqual(first.publicKey);
    const verifier = await AssertionVerifier.create(workspace, first.publicKey);
    const assertion = await signAssertion({ kind: 'hub' }, workspace, second.privateKey);
    expect(await verifier.verify(assertion)).toEqual({ kind: 'hub' });
});

test('the half that goes into workspaces is the public one alone', async () => {
    const { publicKey } = await loadSigningKeys(directory);
    expect(Object.keys(publicKey).sort()).toEqual(['crv', 'kty', 'x']);
});

test('only the hub’s user can read the file, and nothing else is left beside it', async () => {
    await loadSigningKeys(join(directory, 'data'));
    expect(await readdir(join(directory, 'data'))).toEqual(['signing-key.json']);
    expect((await stat(join(directory, 'data'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(directory, 'data/signing-key.json'))).mode & 0o777).toBe(0o600);
});

test.each(['', '{', 'null', '{"kty":"OKP"}', '{"kty":"RSA","crv":"Ed25519","x":"","d":""}'])(
    'a file that holds %j is left alone and said to be unreadable',
    async text => {
        const path = join(directory, 'signing-key.json');
        await writeFile(path, text);
        await expect(loadSigningKeys(directory)).rejects.toMatchObject({ code: 'store-corrupt' });
        expect(await readFile(path, 'utf8')).toBe(text);
    }
);

test('a key of the right form that is none is said to be unreadable too', async () => {
    await writeFile(join(directory, 'signing-key.json'), '{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}');
    await expect(loadSigningKeys(directory)).rejects.toMatchObject({ code: 'store-corrupt' });
});
