import type { Decoration } from '@theia/core/lib/browser/decorations-service';
import { Emitter } from '@theia/core/lib/common/event';
import URI from '@theia/core/lib/common/uri';
import { expect, test } from 'vitest';
import { LongtableDecorationsService } from './theia-decorations-service-override';

const [one, other] = [new URI('file:///workspace/one.txt'), new URI('file:///workspace/other.txt')];

/** A provider as those of extensions are: its answers come later. */
function provided() {
    const changed = new Emitter<URI[]>();
    const decorations = new Map<string, Decoration>();
    const asked: string[] = [];
    const service = new LongtableDecorationsService();
    service.registerDecorationsProvider({
        onDidChange: changed.event,
        provideDecorations: async uri => {
            asked.push(uri.path.base);
            await Promise.resolve();
            return decorations.get(uri.toString());
        }
    });
    /** Draws a file so often that an answer has come. */
    const drawn = async (uri: URI) => {
        for (let times = 0; times < 5; times++) {
            service.getDecoration(uri, false);
            await new Promise(resolve => setTimeout(resolve, 0));
        }
        return service.getDecoration(uri, false).map(({ letter }) => letter);
    };
    return { changed, decorations, asked, drawn };
}

test('a file without a decoration is asked for once, until its provider tells of a change', async () => {
    const { changed, decorations, asked, drawn } = provided();
    expect([await drawn(one), await drawn(other)]).toEqual([[], []]);
    expect(asked).toEqual(['one.txt', 'other.txt']);
    decorations.set(one.toString(), { letter: 'M' });
    changed.fire([one]);
    expect([await drawn(one), await drawn(other)]).toEqual([['M'], []]);
    expect(asked.filter(name => name === 'other.txt')).toHaveLength(1);
});

test('a provider that tells of a change of anything is asked again for everything', async () => {
    const { changed, decorations, drawn } = provided();
    await drawn(other);
    decorations.set(other.toString(), { letter: 'U' });
    changed.fire(undefined as unknown as URI[]);
    expect(await drawn(other)).toEqual(['U']);
});

test('an answer that was under way at a change is not kept', async () => {
    const changed = new Emitter<URI[]>();
    const answers: ((decoration: Decoration | undefined) => void)[] = [];
    const service = new LongtableDecorationsService();
    service.registerDecorationsProvider({
        onDidChange: changed.event,
        provideDecorations: () => new Promise(resolve => answers.push(resolve))
    });
    service.getDecoration(one, false);
    changed.fire(undefined as unknown as URI[]);
    answers[0]?.(undefined);
    await new Promise(resolve => setTimeout(resolve, 0));
    service.getDecoration(one, false);
    answers.at(-1)?.({ letter: 'A' });
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(service.getDecoration(one, false)).toEqual([{ letter: 'A' }]);
});
