import 'reflect-metadata';
import { Emitter } from '@theia/core/lib/common/event';
import { URI } from '@theia/core/shared/vscode-uri';
import type { LanguagesMain, TextEditorsMain } from '@theia/plugin-ext/lib/common/plugin-api-rpc';
import { DiagnosticCollection } from '@theia/plugin-ext/lib/plugin/languages/diagnostics';
import { TextEditorExt } from '@theia/plugin-ext/lib/plugin/text-editor';
import { Diagnostic, Range } from '@theia/plugin-ext/lib/plugin/types-impl';
import { beforeAll, describe, expect, test } from 'vitest';
import { tellOnlyOfDiagnostics } from './theia-diagnostic-collection-override';
import { tellOnlyOfDecorations } from './theia-text-editor-override';

/** As extensions use it, whose classes are those of the API. */
interface Editor {
    setDecorations(type: { readonly key: string }, ranges: readonly unknown[]): void;
}

interface Collection {
    set(file: unknown, diagnostics?: readonly unknown[]): void;
    get(file: unknown): readonly unknown[];
    has(file: unknown): boolean;
    clear(): void;
}

beforeAll(() => {
    tellOnlyOfDecorations();
    tellOnlyOfDiagnostics();
});

describe('decorations of an editor', () => {
    const range = new Range(0, 0, 0, 1);

    function editorTelling(told: unknown[]): Editor {
        const tell = (_editor: string, type: string, ranges: readonly unknown[]) => {
            told.push([type, ranges.length > 0]);
            return Promise.resolve();
        };
        const proxy = { $trySetDecorations: tell, $trySetDecorationsFast: tell } as unknown as TextEditorsMain;
        return new TextEditorExt(proxy, 'editor', {} as never, [], {} as never, [], undefined);
    }

    test('that there are still none is not told', () => {
        const told: unknown[] = [];
        const editor = editorTelling(told);
        editor.setDecorations({ key: 'conflict' }, []);
        editor.setDecorations({ key: 'conflict' }, []);
        expect(told).toEqual([]);
    });

    test('all that are set are told, and once that they are gone', () => {
        const told: unknown[] = [];
        const editor = editorTelling(told);
        const conflict = { key: 'conflict' };
        for (const ranges of [[range], [range], [], []]) {
            editor.setDecorations(conflict, ranges);
        }
        editor.setDecorations({ key: 'other' }, []);
        editor.setDecorations(conflict, [{ range, hoverMessage: 'Conflict' }]);
        expect(told).toEqual([
            ['conflict', true],
            ['conflict', true],
            ['conflict', false],
            ['conflict', true]
        ]);
    });

    test('those of one editor are not those of another', () => {
        const [one, other]: [unknown[], unknown[]] = [[], []];
        const conflict = { key: 'conflict' };
        editorTelling(one).setDecorations(conflict, [range]);
        editorTelling(other).setDecorations(conflict, []);
        expect([one, other]).toEqual([[['conflict', true]], []]);
    });
});

describe('diagnostics of files', () => {
    const [file, second] = [URI.file('/workspace/README.md'), URI.file('/workspace/other.md')];
    const problem = new Diagnostic(new Range(0, 0, 0, 1), 'No such file.');

    function collectionTelling(told: unknown[]): Collection {
        const proxy = {
            $changeDiagnostics: (_owner: string, changes: [uri: string, markers: unknown[]][]) =>
                told.push(changes.map(([uri, markers]) => [uri, markers.length])),
            $clearDiagnostics: () => told.push('none')
        } as unknown as LanguagesMain;
        return new DiagnosticCollection('markdown', 'markdown', 1000, proxy, new Emitter());
    }

    test('that there are still none is not told', () => {
        const told: unknown[] = [];
        const collection = collectionTelling(told);
        collection.set(file, []);
        collection.set(file, undefined);
        collection.set([[file, []]]);
        expect(told).toEqual([]);
    });

    test('all that are set are told, and once that they are gone', () => {
        const told: unknown[] = [];
        const collection = collectionTelling(told);
        for (const problems of [[problem], [problem, problem], [], []]) {
            collection.set(file, problems);
        }
        expect(told).toEqual([[[file.toString(), 1]], [[file.toString(), 2]], [[file.toString(), 0]]]);
    });

    test('of several files, those that have some or had', () => {
        const told: unknown[] = [];
        const collection = collectionTelling(told);
        collection.set([
            [file, [problem]],
            [second, []]
        ]);
        collection.set([
            [file, []],
            [second, [problem]]
        ]);
        expect(told).toEqual([
            [[file.toString(), 1]],
            [
                [file.toString(), 0],
                [second.toString(), 1]
            ]
        ]);
    });

    test('what extensions see of them is as they set it', () => {
        const collection = collectionTelling([]);
        collection.set(file, []);
        expect(collection.has(file)).toBe(true);
        expect(collection.get(file)).toEqual([]);
        collection.clear();
        expect(collection.has(file)).toBe(false);
    });
});
