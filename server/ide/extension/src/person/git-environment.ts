import type { Person } from '@longtable/common';

/** What git takes out of names and addresses itself, and what an environment cannot hold. */
// eslint-disable-next-line no-control-regex -- Control characters are what it is about.
const unusable = /[\u0000-\u001f\u007f<>]/g;

/**
 * Variables that make git commit as a person, whatever `user.name` and `user.email` say: the configuration is one for
 * all who work in the workspace, the environment is each person's own.
 */
export function gitEnvironment(person: Pick<Person, 'userId' | 'name' | 'email'>): Record<string, string> {
    const clean = (text: string): string => text.replace(unusable, '').trim();
    const name = clean(person.name) || clean(person.userId) || 'unknown';
    const email = clean(person.email ?? '') || `${clean(person.userId)}@users.noreply.longtable.invalid`;
    return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}
