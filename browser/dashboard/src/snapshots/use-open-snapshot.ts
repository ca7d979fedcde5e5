import { messageOf, type OpenSnapshot } from '@longtable/common';
import { useCallback } from 'react';
import { notify } from '../components/toasts.js';
import { navigate } from '../routing/navigation.js';
import { progressPath } from '../routing/route.js';
import { useHub } from '../session/hub-context.js';

/** Makes a workspace of a snapshot and goes to where it comes up. A failure becomes a toast. */
export function useOpenSnapshot(): (wanted: OpenSnapshot) => Promise<void> {
    const { api, feed } = useHub();
    return useCallback(
        async wanted => {
            try {
                const workspace = await api.openSnapshot(wanted);
                feed.changed(workspace);
                navigate(progressPath(workspace.id));
            } catch (error) {
                notify({ tone: 'bad', text: messageOf(error) });
            }
        },
        [api, feed]
    );
}
