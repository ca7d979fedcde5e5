import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ASSERTION_LIFETIME, AssertionVerifier, signAssertion, type Identity } from './assertion.js';
import { UserId, WorkspaceId } from './ids.js';

const workspace = WorkspaceId.parse('abcdefgh1234');
const other = WorkspaceId.parse('zyxwvuts9876');
const ada: Identity = { kind: 'person', userId: UserId.parse('u-1'), name: 'Ada', role: 'editor' };
const refused = expect.objectContaining({ code: 'not-signed-in' }) as unknown;

let privateKey: CryptoKey;
let publicKey: JWK;
let verifier: AssertionVerifier;

beforeAll(async () => {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    privateKey = pair.privateKey;
    publicKey = await exportJWK(pair.publicKey);
    verifier = await AssertionVerifier.create(workspace, publicKey);
});

afterEach(() => {
    vi.useRealTimers();
});

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = (now = Math.floor(Date.now() / 1000)) => ({
    identity: ada,
    iss: 'longtable-hub',
    aud: workspace,
    iat: now,
    exp: now + ASSERTION_LIFETIME
});
const sign = (payload: Record<string, unknown>, header: { alg: string } = { alg: 'EdDSA' }) =>
    new SignJWT(payload).setProtectedHeader(header).sign(privateKey);

test.each<Identity>([
    ada,
    { ...ada, role: 'viewer', email: 'ada@example.org', avatar: 'https://example.org/ada.png', name: '艾达 “Ada”\n' },
    { kind: 'hub' }
])('says who it is: %j', async identity => {
    expect(await verifier.verify(await signAssertion(identity, workspace, privateKey))).toEqual(identity);
});

test('is made of characters that a header may hold, whatever the name', async () => {
    const assertion = await signAssertion({ ...ada, name: 'é\r\nx-evil: 1' }, workspace, privateKey);
    expect(assertion).toMatch(/^[A-Za-z0-9_.-]+$/);
});

describe('is refused', () => {
    test.each([undefined, '', 'nonsense', 'a.b.c', '..', ['one', 'two']])('when it is %j', async header => {
        await expect(verifier.verify(header)).rejects.toEqual(refused);
    });

    test('when it is twice in a request, even if both are good', async () => {
        const assertion = await signAssertion(ada, workspace, privateKey);
        await expect(verifier.verify([assertion, assertion])).rejects.toEqual(refused);
        await expect(verifier.verify(`${assertion}, ${assertion}`)).rejects.toEqual(refused);
    });

    test('when another key signed it', async () => {
        const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
        await expect(verifier.verify(await signAssertion(ada, workspace, pair.privateKey))).rejects.toEqual(refused);
    });

    test('in another workspace', async () => {
        await expect(verifier.verify(await signAssertion(ada, other, privateKey))).rejects.toEqual(refused);
    });

    test('when a single character of it was changed', async () => {
        const assertion = await signAssertion({ ...ada, role: 'viewer' }, workspace, privateKey);
        const [header = '', payload = '', signature = ''] = assertion.split('.');
        const owner = base64url({ ...claims(), identity: { ...ada, role: 'owner' } });
        await expect(verifier.verify(`${header}.${owner}.${signature}`)).rejects.toEqual(refused);
        const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
        await expect(verifier.verify(`${header}.${payload}.${flipped}`)).rejects.toEqual(refused);
        await expect(verifier.verify(`${header}.${payload}.`)).rejects.toEqual(refused);
    });

    test.each(['none', 'None', 'NONE'])('when it says that it needs no signature (%s)', async alg => {
        await expect(verifier.verify(`${base64url({ alg })}.${base64url(claims())}.`)).rejects.toEqual(refused);
    });

    test('when the public key was used as a shared secret', async () => {
        const content = `${base64url({ alg: 'HS256' })}.${base64url(claims())}`;
        for (const secret of [publicKey.x ?? '', JSON.stringify(publicKey)]) {
            const signature = createHmac('sha256', secret).update(content).digest('base64url');
            await expect(verifier.verify(`${content}.${signature}`)).rejects.toEqual(refused);
        }
    });

    test('when it brings its own key', async () => {
        const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
        const jwk = await exportJWK(pair.publicKey);
        const assertion = await new SignJWT(claims()).setProtectedHeader({ alg: 'EdDSA', jwk }).sign(pair.privateKey);
        await expect(verifier.verify(assertion)).rejects.toEqual(refused);
    });

    test('once its time is over, and not before', async () => {
        vi.useFakeTimers({ now: 1_700_000_000_000 });
        const assertion = await signAssertion(ada, workspace, privateKey);
        vi.setSystemTime(1_700_000_000_000 + (ASSERTION_LIFETIME - 1) * 1000);
        await expect(verifier.verify(assertion)).resolves.toEqual(ada);
        vi.setSystemTime(1_700_000_000_000 + (ASSERTION_LIFETIME + 3) * 1000);
        await expect(verifier.verify(assertion)).rejects.toEqual(refused);
    });

    const now = Math.floor(Date.now() / 1000);
    test.each([
        ['of another issuer', { iss: 'someone-else' }],
        ['without an issuer', { iss: undefined }],
        ['without an audience', { aud: undefined }],
        ['whose life is longer than allowed', { iat: now - 3600, exp: now + 3600 }],
        ['without the time of its making', { iat: undefined }],
        ['from the future', { iat: now + 3600, exp: now + 3660 }],
        ['that is not valid yet', { nbf: now + 3600 }],
        ['without an identity', { identity: undefined }],
        ['with a role that does not exist', { identity: { ...ada, role: 'admin' } }],
        ['of a kind that does not exist', { identity: { kind: 'root' } }],
        ['of a person without an id', { identity: { ...ada, userId: '' } }]
    ])('%s', async (_name, change) => {
        await expect(verifier.verify(await sign({ ...claims(), ...change }))).rejects.toEqual(refused);
    });
});

test('the claims that the refusals are made from are good by themselves', async () => {
    await expect(verifier.verify(await sign(claims()))).resolves.toEqual(ada);
});
