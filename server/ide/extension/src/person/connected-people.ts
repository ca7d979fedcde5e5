import type { Person } from '@longtable/common';
import { Disposable } from '@theia/core/lib/common/disposable';
import { injectable } from '@theia/core/shared/inversify';

interface Connection {
    readonly person: Person;
    /** Shows a message in the browser at the other end. */
    readonly show: (message: string) => void;
}

/** Everybody who is connected now, a person once for each of their tabs. */
@injectable()
export class ConnectedPeople {
    protected readonly connections = new Set<Connection>();

    add(person: Person, show: Connection['show']): Disposable {
        const connection = { person, show };
        this.connections.add(connection);
        return Disposable.create(() => this.connections.delete(connection));
    }

    /** Tells everybody that a person did something, such as `installed the extension x`. */
    announce(person: Pick<Person, 'userId' | 'name'>, whatTheyDid: string): void {
        for (const connection of this.connections) {
            const own = connection.person.userId === person.userId;
            connection.show(`${own ? 'You' : person.name} ${whatTheyDid}`);
        }
    }
}
