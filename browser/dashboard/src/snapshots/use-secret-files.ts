import { messageOf, type SecretList, type WorkspaceId } from '@longtable/common';
import { useEffect, useState } from 'react';
import { useHub } from '../session/hub-context.js';

/** Files of a workspace that look like secrets, once they have been looked for; or why that did not work. */
export function useSecretFiles(id: WorkspaceId): { readonly found?: SecretList; readonly failure?: string } {
    const { api } = useHub();
    const [state, setState] = useState<{ readonly found?: SecretList; readonly failure?: string }>({});
    useEffect(() => {
        let current = true;
        api.secretFiles(id).then(
            found => current && setState({ found }),
            (error: unknown) => current && setState({ failure: messageOf(error) })
        );
        return () => {
            current = false;
        };
    }, [api, id]);
    return state;
}
