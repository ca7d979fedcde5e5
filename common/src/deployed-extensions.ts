import { z } from 'zod';

/** Where the IDE backend describes the extensions of a workspace to whoever may read; see {@link DeployedExtensions}. */
export const DEPLOYED_EXTENSIONS_PATH = '/extensions/deployed';

/**
 * What a workbench has to know of extensions before it can show anything of them. Theia's own type describes them; there
 * are megabytes of it, so that no more is looked at than what tells them apart.
 */
export const DeployedExtensions = z.object({
    /** The language that their texts are in, as Theia names it. */
    language: z.string(),
    extensions: z.array(
        z.looseObject({
            metadata: z.looseObject({
                model: z.looseObject({ publisher: z.string().optional(), name: z.string(), version: z.string() })
            })
        })
    )
});
export type DeployedExtensions = z.infer<typeof DeployedExtensions>;
