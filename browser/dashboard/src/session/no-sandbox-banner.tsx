import { ShieldOff } from 'lucide-react';

/** Says that workspaces of this installation run without a sandbox. */
export function NoSandboxBanner() {
    return (
        <aside className="banner" aria-label="Security warning">
            <ShieldOff aria-hidden size={18} />
            <p>
                <strong>There is no sandbox.</strong> Code in a workspace runs with all the rights of the Longtable
                server on this machine. Open only repositories you trust.
            </p>
        </aside>
    );
}
