// Fills plugins/built-in/ with the extensions that built-in.json names. Does nothing when they are there already.
import { fetchBuiltIn } from './fetch-built-in.mjs';

try {
    await fetchBuiltIn(import.meta.dirname);
} catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
}
