import { WorkspaceId } from '@longtable/common';
import { expect, test } from 'vitest';
import { mayEnter } from './enter-once.js';

test('a workspace that sends one back at once is not entered again by itself', () => {
    const kept = new Map<string, string>();
    const storage = {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => void kept.set(key, value)
    };
    const [one, two] = [WorkspaceId.parse('workspaceone'), WorkspaceId.parse('workspacetwo')];
    expect(mayEnter(one, storage, 1_000_000)).toBe(true);
    expect(mayEnter(one, storage, 1_002_000)).toBe(false);
    expect(mayEnter(two, storage, 1_002_000)).toBe(true);
    expect(mayEnter(one, storage, 1_060_000)).toBe(true);
});
