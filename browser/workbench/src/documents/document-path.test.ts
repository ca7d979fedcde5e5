import { expect, test } from 'vitest';
import URI from '@theia/core/lib/common/uri';
import { documentPathOf, documentUriOf, sharedRootOf } from './document-path';

const root = new URI('file:///workspace/demo');

test.each([
    ['file:///workspace/demo/src/a.ts', 'src/a.ts'],
    ['file:///workspace/demo/with%20space/%C3%A4%23.txt', 'with space/ä#.txt'],
    ['file:///workspace/demo', undefined],
    ['file:///workspace/demonstration/a.ts', undefined],
    ['file:///home/longtable/.bashrc', undefined],
    ['git:/workspace/demo/src/a.ts?%7B%7D', undefined],
    ['file:///workspace/demo/a.ts?query', undefined]
])('%s is the document %s', (uri, path) => {
    expect(documentPathOf(new URI(uri), root)).toBe(path);
    if (path !== undefined) {
        expect(documentUriOf(path, root).toString()).toBe(uri);
    }
});

test('only the folder of the workspace is shared, never one inside it', () => {
    const inside = new URI('file:///workspace/demo/packages');
    expect(sharedRootOf([inside, root])).toBe(root);
    expect(sharedRootOf([inside, new URI('file:///home/longtable')])).toBeUndefined();
    expect(sharedRootOf([])).toBeUndefined();
});
