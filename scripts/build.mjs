// Installs and builds what is missing or stale, and does nothing else.
import { prepare } from './setup/prepare.mjs';
import { StepFailed } from './setup/step.mjs';

try {
    await prepare([]);
} catch (error) {
    if (!(error instanceof StepFailed)) {
        throw error;
    }
    console.error(error.message);
    process.exitCode = 1;
}
