'use strict';

// Theia answers a keytar that cannot be loaded by keeping secrets in memory, which is what a shared server wants.
throw new Error('keytar is left out of Longtable: a server has no keychain.');
