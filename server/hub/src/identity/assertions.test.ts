import { AssertionVerifier, UserId, WorkspaceId, type Identity } from '@longtable/common';
import { exportJWK, generateKeyPair } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { Assertions } from './assertions.js';

const workspace = WorkspaceId.parse('abcdefgh1234');
const other = WorkspaceId.parse('zyxwvuts9876');
const ada: Identity = { kind: 'person', userId: UserId.parse('u-1'), name: 'Ada', role: 'owner' };

async function make() {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    let time = 0;
    const assertions = new Assertions(pair.privateKey, () => time);
    const verifier = await AssertionVerifier.create(workspace, await exportJWK(pair.publicKey));
    return { assertions, verifier, pass: (milliseconds: number) => (time += milliseconds) };
}

afterEach(() => {
    vi.useRealTimers();
});

test('an assertion is used again while it is fresh, and minted anew well before it expires', async () => {
    const { assertions, pass } = await make();
    vi.useFakeTimers({ now: 1_700_000_000_000 });
    const first = await assertions.for(ada, workspace);
    pass(19_999);
    vi.advanceTimersByTime(19_999);
    expect(await assertions.for(ada, workspace)).toBe(first);
    pass(1);
    vi.advanceTimersByTime(1);
    expect(await assertions.for(ada, workspace)).not.toBe(first);
});

test('one at the end of its use is still good for long enough to arrive', async () => {
    const { assertions, verifier } = await make();
    vi.useFakeTimers({ now: 1_700_000_000_000 });
    const assertion = await assertions.for(ada, workspace);
    vi.advanceTimersByTime(20_000 + 30_000);
    expect(await verifier.verify(assertion)).toEqual(ada);
});

test('nobody gets the assertion of another person, role, name or workspace', async () => {
    const { assertions, verifier } = await make();
    const identities: Identity[] = [
        ada,
        { ...ada, role: 'viewer' },
        { ...ada, userId: UserId.parse('u-2') },
        { ...ada, name: 'Ada","role":"owner' },
        { kind: 'hub' }
    ];
    for (const identity of identities) {
        expect(await verifier.verify(await assertions.for(identity, workspace))).toEqual(identity);
        await expect(verifier.verify(await assertions.for(identity, other))).rejects.toMatchObject({
            code: 'not-signed-in'
        });
    }
});

test('what is kept for use does not grow without end', async () => {
    const { assertions } = await make();
    const first = await assertions.for(ada, workspace);
    await Promise.all(
        Array.from({ length: 10_000 }, (_, index) => assertions.for({ ...ada, name: String(index) }, workspace))
    );
    vi.useFakeTimers({ now: Date.now() + 5000 });
    expect(await assertions.for(ada, workspace)).not.toBe(first);
});
