import { vi } from 'vitest';

/** How long tests wait for what they expect to come true, in milliseconds: a machine with much to do is no failure. */
const PATIENCE = 20_000;

const { waitFor, waitUntil } = vi;
vi.waitFor = (callback, options = {}) => waitFor(callback, patient(options));
vi.waitUntil = (callback, options = {}) => waitUntil(callback, patient(options));

/** @param {number | { timeout?: number, interval?: number }} options */
function patient(options) {
    return typeof options === 'number' ? options : { timeout: PATIENCE, ...options };
}
