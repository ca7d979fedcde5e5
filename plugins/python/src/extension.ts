import path from 'node:path';
import { commands, type ExtensionContext, extensions } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node.js';

/** Extensions that bring a language server of this kind of their own. Two at a time would report everything twice. */
const alternatives = ['ms-pyright.pyright', 'detachhead.basedpyright', 'ms-python.vscode-pylance'];

let client: LanguageClient | undefined;

/** Starts the language server, on the Node that runs the extension. */
export async function activate(context: ExtensionContext): Promise<void> {
    if (alternatives.some(id => extensions.getExtension(id))) {
        return;
    }
    const started = new LanguageClient(
        'python',
        'Python Language Server',
        { module: path.join(context.extensionPath, 'server', 'server.cjs'), transport: TransportKind.ipc },
        {
            documentSelector: [
                { scheme: 'file', language: 'python' },
                { scheme: 'untitled', language: 'python' }
            ],
            synchronize: { configurationSection: ['python', 'pyright'] }
        }
    );
    client = started;
    context.subscriptions.push(commands.registerCommand('longtable.python.restart', () => started.restart()));
    await started.start();
}

/** Ends the language server. */
export async function deactivate(): Promise<void> {
    await client?.stop();
}
