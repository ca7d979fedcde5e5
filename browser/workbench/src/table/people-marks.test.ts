import { expect, test } from 'vitest';
import { asPlainText } from './as-plain-text';
import { marksOf } from './people-marks';

const people = (...names: string[]) => names.map((name, colour) => ({ userId: name as never, name, colour }));

test('a mark has the initials and the colour of its person, and says who it is', () => {
    expect(marksOf(people('Ada Lovelace'), 'here')).toEqual([
        {
            data: 'AL',
            fontData: { color: 'var(--theia-longtable-person0)', style: 'bold' },
            tooltip: 'Ada Lovelace is here'
        }
    ]);
});

test('where there is no room for all, the last mark counts and names the rest', () => {
    expect(marksOf(people('Ada', 'Grace', 'Alan'), 'here').map(({ data }) => data)).toEqual(['A', 'G', 'A']);
    const marks = marksOf(people('Ada', 'Grace', 'Alan', 'Joan'), 'in this folder');
    expect(marks.map(({ data }) => data)).toEqual(['A', 'G', '+2']);
    expect(marks[2]?.tooltip).toBe('Alan, Joan are in this folder');
});

test('a name is no Markdown', () => {
    expect(asPlainText('[Ada](http://x) *now*')).toBe('\\[Ada\\]\\(http\\:\\/\\/x\\) \\*now\\*');
    expect(asPlainText('Ada Lovelace 2-1')).toBe('Ada Lovelace 2-1');
});
