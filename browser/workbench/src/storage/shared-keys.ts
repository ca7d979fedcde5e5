import { personalKey } from './personal-storage';

/** What Theia writes into the browser's storage by itself, past its storage service: themes and the language. */
export const sharedKeys = ['theme', 'theme.background', 'iconTheme', 'localeId'] as const;

const LAST_PERSON = 'longtable.person';

/**
 * Makes what is stored under the shared keys that of `person`: what the last person left there is put away under their
 * name first, and comes back when they do.
 */
export function handOver(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, person: string): void {
    const last = storage.getItem(LAST_PERSON);
    if (last === person) {
        return;
    }
    try {
        for (const key of sharedKeys) {
            const left = storage.getItem(key);
            if (last !== null && left !== null) {
                storage.setItem(personalKey(key, last), left);
            }
            const own = storage.getItem(personalKey(key, person));
            // Whoever is the first to be known in this browser keeps what is there.
            if (own !== null) {
                storage.setItem(key, own);
            } else if (last !== null) {
                storage.removeItem(key);
            }
        }
        storage.setItem(LAST_PERSON, person);
    } catch {
        // The quota is used up: the next start tries again, and a colour of the last person harms nobody until then.
    }
}
