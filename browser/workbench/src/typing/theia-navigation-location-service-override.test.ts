import 'reflect-metadata';
import URI from '@theia/core/lib/common/uri';
import { Container } from '@theia/core/shared/inversify';
import { OpenerService } from '@theia/core/lib/browser/opener-service';
import { ILogger } from '@theia/core/lib/common/logger';
import { NavigationLocation } from '@theia/editor/lib/browser/navigation/navigation-location';
import { NavigationLocationSimilarity } from '@theia/editor/lib/browser/navigation/navigation-location-similarity';
import { NavigationLocationUpdater } from '@theia/editor/lib/browser/navigation/navigation-location-updater';
import { expect, test } from 'vitest';
import { LongtableNavigationLocationService } from './theia-navigation-location-service-override';

/** With a log in which nothing may be written, and what opens an editor there. */
function makeService(open: () => void = expect.unreachable): LongtableNavigationLocationService {
    const container = new Container();
    const logger = { trace: () => expect.unreachable(), debug: () => expect.unreachable() };
    container.bind(ILogger).toConstantValue(logger);
    const opener = {
        open: () => {
            open();
            return Promise.resolve();
        }
    };
    container.bind(OpenerService).toConstantValue({ getOpener: () => opener });
    container.bind(NavigationLocationSimilarity).toSelf();
    container.bind(NavigationLocationUpdater).toSelf();
    container.bind(LongtableNavigationLocationService).toSelf();
    return container.get(LongtableNavigationLocationService);
}

const at = (line: number) => NavigationLocation.create(new URI('file:///a.txt'), { line, character: 0 });
const linesOf = (service: LongtableNavigationLocationService) =>
    service.locations().map(location => NavigationLocation.range(location).start.line);

test('where one has been is kept as before, and nothing is written out for a log', () => {
    const service = makeService();
    for (const line of [0, 100, 200]) {
        service.navigate(() => {
            service.navigate(() => service.register(at(line + 50)));
            service.register(at(line));
        });
    }
    expect(linesOf(service)).toEqual([0, 100, 200]);
    expect(service.canGoBack()).toBe(true);
});

test('going back is no new place', async () => {
    const service = makeService(() => service.navigate(() => service.register(at(500))));
    service.navigate(() => service.register(at(0)));
    service.navigate(() => service.register(at(100)));
    await service.back();
    expect(linesOf(service)).toEqual([0, 100]);
    expect(service.canGoForward()).toBe(true);
});
