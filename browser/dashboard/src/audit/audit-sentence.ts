import type { AuditEntry, Role } from '@longtable/common';
import { exactTime } from '../components/exact-time.js';
import { repositoryParts } from '../routing/repository-link.js';

const roleWords: Readonly<Record<Role, string>> = { viewer: 'a viewer', editor: 'an editor', owner: 'the owner' };

/** What somebody did, to be read after their name. */
export function auditSentence({ action, actor, subject, detail }: AuditEntry): string {
    const whom = subject?.name ?? 'somebody';
    const [given = '', ...rest] = (detail ?? '').split(', ');
    const role = roleIn(given);
    const as = role ? ` as ${role}` : '';
    switch (action) {
        case 'created':
            if (detail?.startsWith('snapshot ')) {
                return `created the workspace from the snapshot “${detail.slice('snapshot '.length)}”`;
            }
            return detail ? `created the workspace from ${repositoryParts(detail).path}` : 'created the workspace';
        case 'started':
            return 'started the workspace';
        case 'stopped':
            return 'stopped the workspace';
        case 'shared':
            return withDetail('shared the workspace', detail);
        case 'share-changed':
            return withDetail('changed how the workspace is shared', detail);
        case 'unshared':
            return withDetail('stopped sharing the workspace', detail);
        case 'asked':
            return 'asked to be let in';
        case 'admitted':
            if (subject && subject.userId === actor.userId) {
                return `followed the share link and was let in${as}`;
            }
            return `let ${whom} in${as}${rest.length > 0 ? `, ${rest.join(', ')}` : ''}`;
        case 'refused':
            return `did not let ${whom} in`;
        case 'joined':
            return 'came in';
        case 'left':
            return 'left';
        case 'role-changed':
            return role ? `made ${whom} ${role}` : withDetail(`changed what ${whom} may do`, detail);
        case 'snapshot-taken':
            return `took the snapshot “${detail ?? ''}”`;
        case 'snapshot-opened':
            return `made a workspace of the snapshot “${detail ?? ''}”`;
        case 'snapshot-changed':
            return `changed who may open the snapshot “${detail ?? ''}”`;
        case 'snapshot-revoked':
            return `revoked the link of the snapshot “${detail ?? ''}”`;
        case 'snapshot-deleted':
            return `deleted the snapshot “${detail ?? ''}”`;
        case 'removed':
            return `removed ${whom}`;
        case 'gave-up':
            return 'left the workspace for good';
    }
}

function roleIn(text: string): string | undefined {
    return Object.hasOwn(roleWords, text) ? roleWords[text as Role] : undefined;
}

function withDetail(sentence: string, detail: string | undefined): string {
    const readable = detail?.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, exactTime).replace(/\.$/, '');
    return readable ? `${sentence} (${readable})` : sentence;
}
