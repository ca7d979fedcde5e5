import { onSupportedNode } from './node-version.mjs';

onSupportedNode(async () => {
    const { runStages } = await import('./testing/run-stages.mjs');
    await runStages(process.argv.slice(2));
});
