// Upstream: @theia/editor 1.74.1, browser/navigation/navigation-location-service.ts.
// For a log that nobody reads, four stack traces are taken at each key and all places one has been to are written out.
import { injectable } from '@theia/core/shared/inversify';
import { NavigationLocationService } from '@theia/editor/lib/browser/navigation/navigation-location-service';

@injectable()
export class LongtableNavigationLocationService extends NavigationLocationService {
    constructor() {
        super();
        // Both are private to it.
        Object.defineProperties(this, { debug: { value: () => undefined }, stackDump: { value: '' } });
    }

    override startNavigation(): void {
        if (this.canRegister) {
            this.activeNavigations.count++;
        }
    }

    override endNavigation(): void {
        if (!this.canRegister) {
            return;
        }
        this.activeNavigations.count--;
        const { count, lastLocation } = this.activeNavigations;
        if (count === 0 && lastLocation !== undefined) {
            this.activeNavigations.lastLocation = undefined;
            this.doRegister(lastLocation);
        }
    }
}
