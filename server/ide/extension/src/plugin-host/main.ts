// The process that runs the extensions of a connection: Theia's own, which says less. Extensions come with messages, later.
import '@theia/plugin-ext/lib/hosted/node/plugin-host';
import { tellOnlyOfDiagnostics } from './theia-diagnostic-collection-override';
import { tellOnlyOfDecorations } from './theia-text-editor-override';

tellOnlyOfDecorations();
tellOnlyOfDiagnostics();
