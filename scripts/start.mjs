import { onSupportedNode } from './node-version.mjs';

onSupportedNode(async () => {
    const { startHub } = await import('./setup/start-hub.mjs');
    await startHub(process.argv.slice(2));
});
