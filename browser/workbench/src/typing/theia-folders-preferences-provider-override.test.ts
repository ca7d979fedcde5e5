import { beforeAll, expect, test } from 'vitest';
import { rememberSettingsFiles, type SettingsFiles } from './theia-folders-preferences-provider-override';

/** Works as Theia's does: the settings of the innermost folder hold for what is in it. */
class Folders {
    asked = 0;
    private known: readonly string[] = [];

    constructor(public roots: readonly string[]) {
        this.updateProviders();
    }

    getFolderProviders(resource?: string): readonly string[] {
        this.asked++;
        return this.known
            .filter(folder => resource?.startsWith(folder))
            .sort((one, other) => other.length - one.length)
            .slice(0, 1);
    }

    updateProviders(): void {
        this.known = [...this.roots];
    }
}

beforeAll(() => rememberSettingsFiles(Folders.prototype as unknown as SettingsFiles));

test('each resource has its settings files, however often they are asked for', () => {
    const folders = new Folders(['/a/', '/a/inner/', '/b/']);
    for (let time = 0; time < 3; time++) {
        expect(folders.getFolderProviders('/a/x.ts')).toEqual(['/a/']);
        expect(folders.getFolderProviders('/a/inner/x.ts')).toEqual(['/a/inner/']);
        expect(folders.getFolderProviders('/c/x.ts')).toEqual([]);
        expect(folders.getFolderProviders()).toEqual([]);
    }
    expect(folders.asked).toBe(4);
});

test('a folder that comes or goes counts at once', () => {
    const folders = new Folders(['/a/']);
    expect(folders.getFolderProviders('/a/inner/x.ts')).toEqual(['/a/']);
    folders.roots = ['/a/inner/'];
    folders.updateProviders();
    expect(folders.getFolderProviders('/a/inner/x.ts')).toEqual(['/a/inner/']);
    expect(folders.getFolderProviders('/a/x.ts')).toEqual([]);
});

test('folders of one workspace are not those of another', () => {
    const [one, other] = [new Folders(['/a/']), new Folders(['/b/'])];
    expect(one.getFolderProviders('/a/x.ts')).toEqual(['/a/']);
    expect(other.getFolderProviders('/a/x.ts')).toEqual([]);
});

test('in a workspace of very many files it is still right', () => {
    const folders = new Folders(['/a/', '/b/']);
    for (let file = 0; file < 2000; file++) {
        const folder = file % 2 ? '/a/' : '/b/';
        expect(folders.getFolderProviders(`${folder}${String(file)}.ts`)).toEqual([folder]);
    }
});
