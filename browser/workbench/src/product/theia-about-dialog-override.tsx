// Upstream: @theia/core/lib/browser/about-dialog, 1.74.1, `AboutDialog.renderHeader`.
// Reason: Theia's header shows the application's package version and a link to Theia's compatibility report; people want
// to know which Longtable this is and what it stands on.
// Contract: theia-overrides.test.ts.
import { AboutDialog } from '@theia/core/lib/browser/about-dialog';
import { injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { PRODUCT_NAME } from './product-name';

@injectable()
export class LongtableAboutDialog extends AboutDialog {
    protected override renderHeader(): React.ReactNode {
        const theia = this.extensionsInfos.find(extension => extension.name === '@theia/core')?.version;
        return (
            <div className="longtable-about">
                <div className="longtable-logo" aria-hidden="true" />
                <div>
                    <h2>{PRODUCT_NAME}</h2>
                    <p>
                        Version {this.applicationInfo?.version ?? '…'}
                        {theia && `, on Eclipse Theia ${theia}`}
                    </p>
                    <p>A cloud IDE where a whole team works in the same running workspace.</p>
                </div>
            </div>
        );
    }
}
