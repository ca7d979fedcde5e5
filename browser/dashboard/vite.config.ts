import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
    base: '/',
    plugins: [react()],
    build: {
        target: 'es2023',
        // The content security policy is `default-src 'self'`: nothing may be inlined as a data URL.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false }
    }
});
