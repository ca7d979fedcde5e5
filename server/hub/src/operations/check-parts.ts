import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { LongtableError } from '@longtable/common';
import type { HubParts } from './parts.js';

/** Throws `configuration-invalid` with all files of the build that are not there: found at start, not by whoever comes first. */
export async function checkParts({ dashboardDirectory, workbenchDirectory, sandboxParts }: HubParts): Promise<void> {
    const needed = [
        join(dashboardDirectory, 'index.html'),
        join(workbenchDirectory, 'build.json'),
        join(sandboxParts.agent, 'agent.mjs'),
        join(sandboxParts.ide, 'lib/backend/main.js'),
        sandboxParts.plugins,
        sandboxParts.node
    ];
    const readable = await Promise.all(
        needed.map(path =>
            access(path, constants.R_OK).then(
                () => true,
                () => false
            )
        )
    );
    const missing = needed.filter((_path, index) => readable[index] === false);
    if (missing.length > 0) {
        throw new LongtableError(
            'configuration-invalid',
            `Longtable was not started, because parts of its build are missing or cannot be read: ${missing.join(', ')}. ` +
                'Run "npm run build" in its folder, or use "npm start", which does so. Nothing was changed.'
        );
    }
}
