import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTROLLERS, type CgroupParents, type Controller } from './cgroup-mounts.js';
import { CgroupGroup, type GroupDirectories } from './cgroup-group.js';
import { resourceLimitsFor, settingsV1, settingsV2, type Setting } from './limit-settings.js';
import type { Limiter, Limits, ProcessGroup } from './limits.js';

/**
 * Limits by control groups: a directory named after the installation in each hierarchy, and in it one for each
 * sandbox. Nothing outside of those is written to.
 */
export class CgroupLimiter implements Limiter {
    readonly description: string;
    readonly resourceLimits: readonly string[];
    private readonly root: GroupDirectories;
    private readonly controllersV2: readonly Controller[];

    constructor(
        parents: CgroupParents,
        installation: string,
        private readonly limits: Limits
    ) {
        this.controllersV2 = parents.v2?.controllers ?? [];
        // A controller is in one of the two hierarchies at a time.
        const controllersV1 = CONTROLLERS.filter(
            controller => parents.v1[controller] !== undefined && !this.controllersV2.includes(controller)
        );
        this.root = {
            ...(parents.v2 && { v2: join(parents.v2.directory, installation) }),
            v1: Object.fromEntries(
                controllersV1.map(controller => [controller, join(parents.v1[controller] ?? '', installation)])
            )
        };
        const missing = CONTROLLERS.filter(name => !this.controllersV2.includes(name) && !controllersV1.includes(name));
        this.resourceLimits = resourceLimitsFor(missing, limits);
        this.description = describe(this.controllersV2, controllersV1, missing);
    }

    create(name: string): Promise<ProcessGroup> {
        if (this.root.v2 !== undefined) {
            mkdirSync(this.root.v2, { recursive: true });
            if (this.controllersV2.length > 0) {
                const enable = this.controllersV2.map(controller => `+${controller}`).join(' ');
                writeFileSync(join(this.root.v2, 'cgroup.subtree_control'), enable);
            }
        }
        const at = this.directoriesOf(name);
        if (at.v2 !== undefined) {
            mkdirSync(at.v2, { recursive: true });
            this.controllersV2.forEach(controller => {
                apply(at.v2, settingsV2(controller, this.limits));
            });
        }
        for (const controller of CONTROLLERS) {
            const directory = at.v1[controller];
            if (directory !== undefined) {
                mkdirSync(directory, { recursive: true });
                apply(directory, settingsV1(controller, this.limits));
            }
        }
        return Promise.resolve(new CgroupGroup(at));
    }

    existing(name: string): ProcessGroup {
        return new CgroupGroup(this.directoriesOf(name));
    }

    names(): readonly string[] {
        const directory = this.root.v2 ?? Object.values(this.root.v1)[0];
        return directory === undefined || !existsSync(directory)
            ? []
            : readdirSync(directory, { withFileTypes: true })
                  .filter(entry => entry.isDirectory())
                  .map(entry => entry.name);
    }

    async dispose(): Promise<void> {
        for (const directory of [this.root.v2, ...Object.values(this.root.v1)]) {
            // The kernel refuses while a sandbox's group is in it, which is what we want.
            await (directory === undefined ? undefined : rmdir(directory).catch(() => undefined));
        }
    }

    private directoriesOf(name: string): GroupDirectories {
        return {
            ...(this.root.v2 !== undefined && { v2: join(this.root.v2, name) }),
            v1: Object.fromEntries(
                Object.entries(this.root.v1).map(([controller, directory]) => [controller, join(directory, name)])
            )
        };
    }
}

function apply(directory: string | undefined, settings: readonly Setting[]): void {
    for (const { file, value, optional } of directory === undefined ? [] : settings) {
        const path = join(directory ?? '', file);
        if (optional !== true || existsSync(path)) {
            writeFileSync(path, value);
        }
    }
}

function describe(v2: readonly Controller[], v1: readonly Controller[], missing: readonly Controller[]): string {
    const parts = [
        ...(v2.length > 0 ? [`cgroup v2 (${v2.join(', ')})`] : []),
        ...(v1.length > 0 ? [`cgroup v1 (${v1.join(', ')})`] : []),
        ...(missing.some(name => name !== 'cpu') ? ['prlimit for each process'] : []),
        ...(missing.includes('cpu') ? ['no limit of CPU'] : [])
    ];
    return parts.join(', ');
}
