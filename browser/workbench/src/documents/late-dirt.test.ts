import { expect, test } from 'vitest';
import { LateDirt } from './late-dirt';

function lateDirt() {
    let told = 0;
    const waiting = new Set<() => void>();
    const dirt = new LateDirt(
        () => (told += 1),
        act => {
            waiting.add(act);
            return { dispose: () => waiting.delete(act) };
        }
    );
    return {
        dirt,
        told: () => told,
        draw: () => {
            for (const act of [...waiting]) {
                act();
            }
        }
    };
}

test('that a document has become dirty is told once the letter is drawn, and once', () => {
    const { dirt, told, draw } = lateDirt();
    dirt.changed(true);
    dirt.changed(true);
    expect(told()).toBe(0);
    draw();
    draw();
    expect(told()).toBe(1);
    dirt.changed(true);
    draw();
    expect(told()).toBe(2);
});

test('that it is clean is told at once, and nothing after it', () => {
    const { dirt, told, draw } = lateDirt();
    dirt.changed(true);
    dirt.changed(false);
    expect(told()).toBe(1);
    draw();
    expect(told()).toBe(1);
});

test('a document that is closed tells nothing any more', () => {
    const { dirt, told, draw } = lateDirt();
    dirt.changed(true);
    dirt.dispose();
    draw();
    expect(told()).toBe(0);
});
