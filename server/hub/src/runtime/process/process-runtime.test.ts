import { recoveryContract } from '../testing/recovery-contract.js';
import { runtimeContract } from '../testing/runtime-contract.js';

runtimeContract('process');
recoveryContract('process');
