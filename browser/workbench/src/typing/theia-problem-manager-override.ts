// Upstream: @theia/markers 1.74.1, browser/marker-manager.ts, `MarkerManager.setMarkers`.
// Extensions tell after each key that a file still has no problems, and the tree of files and the tabs are drawn anew.
import type URI from '@theia/core/lib/common/uri';
import { injectable } from '@theia/core/shared/inversify';
import type { Diagnostic } from '@theia/core/shared/vscode-languageserver-protocol';
import { ProblemManager } from '@theia/markers/lib/browser/problem/problem-manager';
import type { Marker } from '@theia/markers/lib/common/marker';

@injectable()
export class LongtableProblemManager extends ProblemManager {
    override setMarkers(uri: URI, owner: string, data: Diagnostic[]): Marker<Diagnostic>[] {
        // Some that are the same as before are set all the same: an edit may have moved what shows them.
        const before = this.uri2MarkerCollection.get(uri.toString())?.getMarkers(owner) ?? [];
        return before.length === 0 && data.length === 0 ? [] : super.setMarkers(uri, owner, data);
    }
}
