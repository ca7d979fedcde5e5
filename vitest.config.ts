import { defineConfig } from 'vitest/config';

export default defineConfig({
    test: {
        include: ['{common,browser,server,plugins,scripts}/**/*.test.{ts,tsx,mjs}'],
        exclude: ['**/node_modules/**', '**/lib/**', '**/dist/**', '**/src-gen/**', 'plugins/built-in/**'],
        setupFiles: ['scripts/patient-tests.mjs'],
        // Integration tests start real processes; more files at a time than cores only makes each of them slower.
        maxWorkers: 2,
        allowOnly: false,
        expect: { poll: { timeout: 20_000 } },
        testTimeout: 60_000,
        hookTimeout: 60_000,
        teardownTimeout: 30_000
    }
});
