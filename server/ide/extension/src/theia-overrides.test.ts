import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { BackendApplication } from '@theia/core/lib/node/backend-application';
import { BrowserConnectionTokenBackendContribution } from '@theia/core/lib/node/hosting/browser-connection-token';
import { DefaultMessagingService } from '@theia/core/lib/node/messaging/default-messaging-service';
import { WebsocketEndpoint } from '@theia/core/lib/node/messaging/websocket-endpoint';
import {
    ReconnectableSocketChannel,
    WebsocketFrontendConnectionService
} from '@theia/core/lib/node/messaging/websocket-frontend-connection-service';
import { WsRequestValidator } from '@theia/core/lib/node/ws-request-validators';
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
    ['onStart', WebsocketEndpoint, '0a18217d690a6e0e'],
    ['createMainChannelContainer', DefaultMessagingService, '1f106b3ca97a12bc'],
    ['getConnectionChannelHandlers', DefaultMessagingService, '921ec675557c882f']
];

test.each(upstream)('%s of %o is as it was', (member, type, hash) => {
    const { prototype } = type as { prototype: Record<string, unknown> };
    expect(createHash('sha256').update(String(prototype[member])).digest('hex').slice(0, 16)).toBe(hash);
});
