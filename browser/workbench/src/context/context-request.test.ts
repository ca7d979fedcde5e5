import { expect, test, vi } from 'vitest';
import { type ContextAnswer } from './context-answer';
import { askUntilAnswered } from './context-request';

test('a hub that cannot be reached at first is asked again', async () => {
    const answers: ContextAnswer[] = [
        { kind: 'unreachable', message: 'busy' },
        { kind: 'unreachable', message: 'busy' },
        { kind: 'signed-out' }
    ];
    const ask = vi.fn(() => Promise.resolve(answers.shift() ?? { kind: 'no-access' as const }));
    expect(await askUntilAnswered(ask, 0)).toEqual({ kind: 'signed-out' });
    expect(ask).toHaveBeenCalledTimes(3);
});
