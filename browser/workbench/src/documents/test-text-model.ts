import { TextModel } from '@theia/monaco-editor-core/esm/vs/editor/common/model/textModel.js';
import { ILanguageService } from '@theia/monaco-editor-core/esm/vs/editor/common/languages/language.js';
import { LanguageService } from '@theia/monaco-editor-core/esm/vs/editor/common/services/languageService.js';
import { ITreeSitterLibraryService } from '@theia/monaco-editor-core/esm/vs/editor/common/services/treeSitter/treeSitterLibraryService.js';
import { InstantiationService } from '@theia/monaco-editor-core/esm/vs/platform/instantiation/common/instantiationService.js';
import { ServiceCollection } from '@theia/monaco-editor-core/esm/vs/platform/instantiation/common/serviceCollection.js';
import { UndoRedoService } from '@theia/monaco-editor-core/esm/vs/platform/undoRedo/common/undoRedoService.js';
import { URI } from '@theia/monaco-editor-core/esm/vs/base/common/uri.js';

let models = 0;

/** Monaco's own text model, as it is in an editor, without the editor. */
export function createTextModel(text: string): { readonly model: TextModel; readonly undoRedo: UndoRedoService } {
    const languages = new LanguageService();
    const undoRedo = new UndoRedoService({} as never, {} as never);
    const services = new InstantiationService(
        new ServiceCollection(
            [ILanguageService, languages],
            [ITreeSitterLibraryService, { supportsLanguage: () => false } as never]
        )
    );
    const languageConfiguration = {
        onDidChange: () => ({ dispose: () => undefined }),
        getLanguageConfiguration: () => ({})
    } as never;
    const uri = URI.file(`/test/${++models}.txt`);
    const { DEFAULT_CREATION_OPTIONS } = TextModel;
    const model = new TextModel(
        text,
        'plaintext',
        DEFAULT_CREATION_OPTIONS,
        uri,
        undoRedo,
        languages,
        languageConfiguration,
        services
    );
    return { model, undoRedo };
}
