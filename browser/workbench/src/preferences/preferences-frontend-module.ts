import { PreferenceContribution } from '@theia/core/lib/common/preferences/preference-schema';
import { ContainerModule } from '@theia/core/shared/inversify';
import { DefaultPreferenceContribution } from './default-preference-contribution';

export default new ContainerModule(bind => {
    bind(DefaultPreferenceContribution).toSelf().inSingletonScope();
    bind(PreferenceContribution).toService(DefaultPreferenceContribution);
});
