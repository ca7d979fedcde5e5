import { expect, test } from 'vitest';
import { drawAfterFrame } from './theia-status-bar-override';

test('the status bar is drawn after the next frame, once for all that has changed until then', () => {
    let drawn = 0;
    const frames: (() => void)[] = [];
    const bar = { debouncedUpdate: () => undefined, update: () => drawn++ };
    drawAfterFrame(bar, act => {
        frames.push(act);
        return { dispose: () => undefined };
    });
    bar.debouncedUpdate();
    bar.debouncedUpdate();
    expect([drawn, frames.length]).toEqual([0, 1]);
    frames.shift()?.();
    expect(drawn).toBe(1);
    bar.debouncedUpdate();
    frames.shift()?.();
    expect(drawn).toBe(2);
});
