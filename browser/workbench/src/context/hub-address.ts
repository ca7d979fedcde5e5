/** The parts of `window.location` that tell where the hub is. */
export interface WorkspaceLocation {
    readonly protocol: string;
    readonly host: string;
}

/** The hub's origin as the host name of a workspace tells it (`<id>.<host>`), for when the hub cannot be asked. */
export function hubUrlOf(location: WorkspaceLocation): string {
    return `${location.protocol}//${location.host.slice(location.host.indexOf('.') + 1)}`;
}

/** The workspace's id as its host name tells it. */
export function workspaceIdOf(location: WorkspaceLocation): string {
    return location.host.split(/[.:]/, 1)[0] ?? '';
}

/** Pages of the dashboard that the workbench links to. */
export class HubPages {
    constructor(
        readonly hubUrl: string,
        readonly workspaceId: string
    ) {}

    get dashboard(): string {
        return `${this.origin}/`;
    }

    /** Page of this workspace, where it can be started. */
    get workspace(): string {
        return `${this.origin}/workspaces/${encodeURIComponent(this.workspaceId)}`;
    }

    /** The dashboard with the snapshots of this workspace. */
    get snapshots(): string {
        return `${this.workspace}/snapshots`;
    }

    get login(): string {
        return `${this.origin}/login`;
    }

    /** Sign-in that comes back to this workspace. */
    get loginAndReturn(): string {
        return `${this.login}?returnTo=${encodeURIComponent(`/w/${this.workspaceId}`)}`;
    }

    protected get origin(): string {
        return this.hubUrl.replace(/\/+$/, '');
    }
}
