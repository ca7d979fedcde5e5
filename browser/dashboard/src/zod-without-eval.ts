import { z } from 'zod';

// Has to run before any schema is made: zod otherwise probes for `new Function`, which the content security policy
// refuses and the browser reports.
z.config({ jitless: true });
