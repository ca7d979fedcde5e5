import { OWN_TERMINALS_PATH } from '@longtable/common';
import type { BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import type { Application } from '@theia/core/shared/express';
import { inject, injectable } from '@theia/core/shared/inversify';
import { RequestIdentities } from '../identity/request-identities';
import { PersonalServices } from '../person/personal-services';

/** Tells people of their own terminals, and the hub in the name of who takes a snapshot. */
@injectable()
export class OwnTerminalsContribution implements BackendApplicationContribution {
    @inject(RequestIdentities)
    protected readonly identities: RequestIdentities;

    @inject(PersonalServices)
    protected readonly services: PersonalServices;

    configure(application: Application): void {
        application.get(OWN_TERMINALS_PATH, (request, response, next) => {
            const person = this.identities.of(request);
            const terminals = person ? this.services.terminalsOf(person) : Promise.resolve([]);
            terminals.then(found => response.set('cache-control', 'no-store').json({ terminals: found }), next);
        });
    }
}
