/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment -- Monaco's enumerations are gone when it is compiled; only their types are left. */
import type { ContentWidgetPositionPreference } from '@theia/monaco-editor-core/esm/vs/editor/browser/editorBrowser';
import type { MinimapPosition, TrackedRangeStickiness } from '@theia/monaco-editor-core/esm/vs/editor/common/model';

export const ABOVE: ContentWidgetPositionPreference.ABOVE = 1;
export const BELOW: ContentWidgetPositionPreference.BELOW = 2;
export const NEVER_GROWS: TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges = 1;
export const INLINE: MinimapPosition.Inline = 1;
