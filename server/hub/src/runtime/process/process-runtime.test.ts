import { runtimeContract } from '../testing/runtime-contract.js';

runtimeContract('process');
