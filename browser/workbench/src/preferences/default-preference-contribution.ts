import {
    type PreferenceContribution,
    type PreferenceSchema,
    type PreferenceSchemaService
} from '@theia/core/lib/common/preferences/preference-schema';
import { PreferenceScope } from '@theia/core/lib/common/preferences/preference-scope';
import { injectable } from '@theia/core/shared/inversify';
import { defaultPreferences } from './default-preferences';

/** Registers Longtable's defaults over those of Theia and of extensions. */
@injectable()
export class DefaultPreferenceContribution implements PreferenceContribution {
    /** Theia has no such setting, but extensions look for it before they report home. */
    readonly schema: PreferenceSchema = {
        scope: PreferenceScope.User,
        properties: {
            'telemetry.telemetryLevel': {
                type: 'string',
                enum: ['off', 'crash', 'error', 'all'],
                default: 'off',
                description: 'What extensions may report to their makers.'
            }
        }
    };

    initSchema(service: PreferenceSchemaService): Promise<void> {
        for (const [key, value] of Object.entries(defaultPreferences)) {
            service.registerOverride(key, undefined, value);
        }
        this.followColorScheme(service);
        return Promise.resolve();
    }

    /** Until someone chooses a theme, the workbench is as light or dark as the rest of their desktop. */
    protected followColorScheme(service: PreferenceSchemaService): void {
        const dark = window.matchMedia('(prefers-color-scheme: dark)');
        const register = () =>
            service.registerOverride('workbench.colorTheme', undefined, dark.matches ? 'dark' : 'light');
        let registered = register();
        dark.addEventListener('change', () => {
            const previous = registered;
            registered = register();
            previous.dispose();
        });
    }
}
