import { commitAddressOf, commitNameOf, type Person } from '@longtable/common';

/**
 * Variables that make git commit as a person, whatever `user.name` and `user.email` say: the configuration is one for
 * all who work in the workspace, the environment is each person's own.
 */
export function gitEnvironment(person: Pick<Person, 'userId' | 'name' | 'email'>): Record<string, string> {
    const name = commitNameOf(person);
    const email = commitAddressOf(person);
    return { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
}
