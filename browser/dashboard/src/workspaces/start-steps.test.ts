import { expect, test } from 'vitest';
import { sampleWorkspace } from './sample-workspace.js';
import { startSteps } from './start-steps.js';

function stepsOf(different: Parameters<typeof sampleWorkspace>[1]): string[] {
    return startSteps(sampleWorkspace('abcdefgh', different)).map(({ step, state }) => `${step} ${state}`);
}

const repository = 'https://example.org/app';

test('a new workspace is cloned, one that was there before is not', () => {
    expect(stepsOf({ status: 'creating', repository })).toEqual(['sandbox current', 'clone waiting', 'ide waiting']);
    expect(stepsOf({ status: 'starting', repository })).toEqual(['sandbox current', 'ide waiting']);
    expect(stepsOf({ status: 'creating' })).toEqual(['sandbox current', 'ide waiting']);
});

test('one that is made of a snapshot gets its files, and is not cloned', () => {
    const snapshot = { id: 'abcdefghijklmnop', name: 'First' };
    expect(stepsOf({ status: 'creating', repository, snapshot })).toEqual([
        'sandbox current',
        'restore waiting',
        'ide waiting'
    ]);
    const progress = { step: 'restore', message: '4 of 8 files.', percent: 50 };
    expect(stepsOf({ status: 'creating', repository, snapshot, progress })).toEqual([
        'sandbox done',
        'restore current',
        'ide waiting'
    ]);
    expect(stepsOf({ status: 'starting', repository, snapshot })).toEqual(['sandbox current', 'ide waiting']);
});

test('the current step has git’s words and measure, the others have none', () => {
    const steps = startSteps(
        sampleWorkspace('abcdefgh', {
            status: 'creating',
            repository,
            progress: { step: 'clone', message: 'Receiving objects', percent: 40 }
        })
    );
    expect(steps.map(({ state, detail, percent }) => [state, detail, percent])).toEqual([
        ['done', undefined, undefined],
        ['current', 'Receiving objects', 40],
        ['waiting', undefined, undefined]
    ]);
});

test('a failure is at the step that was reached', () => {
    expect(stepsOf({ status: 'failed', repository, progress: { step: 'clone', message: 'x', percent: 4 } })).toEqual([
        'sandbox done',
        'clone failed',
        'ide waiting'
    ]);
});

test('all is done once it runs', () => {
    expect(stepsOf({ status: 'running', repository })).toEqual(['sandbox done', 'ide done']);
});
