import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/setup/system-parts.mjs';

const isRoot = process.getuid?.() === 0;

/** Nothing that leaves this machine, nothing that needs a graphics card; xterm draws text as elements without WebGL. */
const chromiumFlags = [
    '--disable-3d-apis',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    '--no-first-run',
    ...(isRoot ? ['--no-sandbox'] : [])
];

const executablePath = findChromium();

export default defineConfig({
    testDir: 'e2e/src',
    outputDir: 'test-results',
    forbidOnly: true,
    fullyParallel: false,
    // One IDE with its language servers fills two cores.
    workers: 1,
    retries: 0,
    // A limit for what hangs, not a measure: two busy cores take their time.
    timeout: 8 * 60_000,
    expect: { timeout: 60_000 },
    reporter: 'list',
    use: {
        ...devices['Desktop Chrome'],
        viewport: { width: 1440, height: 900 },
        locale: 'en-US',
        actionTimeout: 60_000,
        navigationTimeout: 120_000,
        screenshot: 'only-on-failure',
        // Pictures of every step would take most of two cores; what was done and answered is enough with the last picture.
        trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false, sources: false },
        launchOptions: { args: chromiumFlags, ...(executablePath ? { executablePath } : {}) }
    }
});
