import { type Widget } from '@theia/core/lib/browser/widgets/widget';

/** Something at the right end of the top panel, such as the account menu. */
export const TopRightItem = Symbol('TopRightItem');
export interface TopRightItem {
    /** Higher is further right. */
    readonly order: number;
    readonly widget: Widget;
}
