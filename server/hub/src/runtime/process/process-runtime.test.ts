import { realAgentContract } from '../testing/real-agent-contract.js';
import { recoveryContract } from '../testing/recovery-contract.js';
import { runtimeContract } from '../testing/runtime-contract.js';

runtimeContract('process');
recoveryContract('process');
realAgentContract('process');
