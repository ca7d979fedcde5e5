import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { RpcConnectionHandler, RpcProxyFactory } from '@theia/core/lib/common/messaging';
import { BackendApplication } from '@theia/core/lib/node/backend-application';
import { BrowserConnectionTokenBackendContribution } from '@theia/core/lib/node/hosting/browser-connection-token';
import { EnvVariablesServerImpl } from '@theia/core/lib/node/env-variables/env-variables-server';
import { ConnectionHandlers, DefaultMessagingService } from '@theia/core/lib/node/messaging/default-messaging-service';
import { WebsocketEndpoint } from '@theia/core/lib/node/messaging/websocket-endpoint';
import {
    ReconnectableSocketChannel,
    WebsocketFrontendConnectionService
} from '@theia/core/lib/node/messaging/websocket-frontend-connection-service';
import { WsRequestValidator } from '@theia/core/lib/node/ws-request-validators';
import { FileSearchServiceImpl } from '@theia/file-search/lib/node/file-search-service-impl';
import { FileSystemProviderServer } from '@theia/filesystem/lib/common/remote-file-system-provider';
import { HostedPluginSupport } from '@theia/plugin-ext/lib/hosted/node/hosted-plugin';
import { HostedPluginProcess } from '@theia/plugin-ext/lib/hosted/node/hosted-plugin-process';
import { HostedPluginReader } from '@theia/plugin-ext/lib/hosted/node/plugin-reader';
import { HostedPluginServerImpl } from '@theia/plugin-ext/lib/hosted/node/plugin-service';
import { PluginServerImpl } from '@theia/plugin-ext/lib/main/node/plugin-server-impl';
import { DiagnosticCollection } from '@theia/plugin-ext/lib/plugin/languages/diagnostics';
import { TextEditorExt } from '@theia/plugin-ext/lib/plugin/text-editor';
import { RipgrepSearchInWorkspaceServer } from '@theia/search-in-workspace/lib/node/ripgrep-search-in-workspace-server';
import { ProcessTaskRunner } from '@theia/task/lib/node/process/process-task-runner';
import { TaskServerImpl } from '@theia/task/lib/node/task-server';
import { MultiRingBuffer } from '@theia/process/lib/node/multi-ring-buffer';
import { BaseTerminalServer } from '@theia/terminal/lib/node/base-terminal-server';
import { ShellTerminalServer } from '@theia/terminal/lib/node/shell-terminal-server';
import { TerminalServer } from '@theia/terminal/lib/node/terminal-server';
import { expect, test } from 'vitest';

/**
 * What of Theia the overrides of this package replace, or count on to be as it was when they were written. When one of
 * these fails, read the new upstream code beside the override before changing the hash.
 */
const upstream: [string, object, string][] = [
    ['start', BackendApplication, 'fb67c5036b914c22'],
    ['configure', BackendApplication, '800c37b16c1d4e21'],
    ['initialize', BrowserConnectionTokenBackendContribution, '7462160e6e34506e'],
    ['allowWsUpgrade', BrowserConnectionTokenBackendContribution, 'e2fe8887256c9f06'],
    ['validateRequest', BrowserConnectionTokenBackendContribution, 'c7e0448fcf9c0c9f'],
    ['allowWsUpgrade', WsRequestValidator, '4810fa0a1a199ff2'],
    ['handleConnection', WebsocketFrontendConnectionService, '8c30749c293de43f'],
    ['createConnection', WebsocketFrontendConnectionService, 'dc6d098e500f8252'],
    ['closeConnection', WebsocketFrontendConnectionService, 'fdee334921a1cca0'],
    ['connect', ReconnectableSocketChannel, '38bdda8881f536f3'],
    ['disconnect', ReconnectableSocketChannel, '0fd103ddb0ccd4d3'],
    ['drainBuffer', ReconnectableSocketChannel, '94f5728d94e8628f'],
    ['getWriteBuffer', ReconnectableSocketChannel, 'b4dca65a0fdd058d'],
    ['handleSocketDisconnect', WebsocketFrontendConnectionService, 'a4d36b32b622f55c'],
    ['onStart', WebsocketEndpoint, '0a18217d690a6e0e'],
    ['createMainChannelContainer', DefaultMessagingService, '1f106b3ca97a12bc'],
    ['getConnectionChannelHandlers', DefaultMessagingService, '921ec675557c882f'],
    ['handleConnection', DefaultMessagingService, '6c3fda76b95d074d'],
    ['route', ConnectionHandlers, '6e0209b602ec946a'],
    ['onConnection', RpcConnectionHandler, '2e7396545f82a9f5'],
    ['onRequest', RpcProxyFactory, '9b19bf839f248696'],
    ['onNotification', RpcProxyFactory, '00f7e54654a28923'],
    ['createConfigDirUri', EnvVariablesServerImpl, '72b80ae9b719e036'],
    ['create', ShellTerminalServer, '0670c77380f20660'],
    ['attach', BaseTerminalServer, 'fb7bfed72e22f8e6'],
    ['deq', MultiRingBuffer, '5815bff919627e29'],
    ['enq', MultiRingBuffer, 'acf1ba779efad5ea'],
    ['create', TerminalServer, '7cfe12ac7c525583'],
    ['run', TaskServerImpl, '77caf779a8068911'],
    ['getResolvedCommand', ProcessTaskRunner, '89e9be667d045237'],
    ['getSystemSpecificCommand', ProcessTaskRunner, 'b2596305d22bd6d1'],
    ['install', PluginServerImpl, '8e370b44988dbc76'],
    ['uninstall', PluginServerImpl, '232d4e7dbcaa4616'],
    ['fork', HostedPluginProcess, '7ebd1b750f97e9c2'],
    ['getInstalledPluginIds', HostedPluginServerImpl, 'c6c51fdb324c7510'],
    ['onMessage', HostedPluginSupport, 'f69000be3e170ee4'],
    ['search', RipgrepSearchInWorkspaceServer, '86ef6db368dfe8a0'],
    ['extractSearchPathsFromIncludes', RipgrepSearchInWorkspaceServer, '67352475d71963a1'],
    ['getAbsolutePathFromPattern', RipgrepSearchInWorkspaceServer, '6a6dab7c690a3d68'],
    ['getArgs', RipgrepSearchInWorkspaceServer, 'b2d6a401d6138e02'],
    ['find', FileSearchServiceImpl, '401150aa4a3487e6'],
    ['doFind', FileSearchServiceImpl, '2d3ae7ddcc9d9884'],
    ['readFileStream', FileSystemProviderServer, 'bd4e2d8af1bfa133'],
    ['watch', FileSystemProviderServer, '2256db6482b853a8'],
    ['setDecorations', TextEditorExt, '75e03181dbe71fda'],
    ['sendChangesToEditor', DiagnosticCollection, '51ae818aacf3db2b'],
    ['resolveFile', HostedPluginReader, 'c3fc6f98c5f13af6']
];

test.each(upstream)('%s of %o is as it was', (member, type, hash) => {
    const { prototype } = type as { prototype: Record<string, unknown> };
    expect(createHash('sha256').update(String(prototype[member])).digest('hex').slice(0, 16)).toBe(hash);
});
