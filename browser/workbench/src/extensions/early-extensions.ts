import { DEPLOYED_EXTENSIONS_PATH, DeployedExtensions } from '@longtable/common';

/** Longest wait for them, in milliseconds; they can also be had by Theia's own way. */
const AT_MOST_MS = 15_000;

let asked: Promise<DeployedExtensions | undefined> | undefined;

/** Asks for the description of the extensions. The page has told the browser to fetch it before this runs. */
export function askForExtensions(): void {
    asked ??= fetchExtensions();
}

/** What was asked for, once: it is large, and no longer true when extensions have come or gone. */
export function takeEarlyExtensions(): Promise<DeployedExtensions | undefined> {
    const answer = asked ?? Promise.resolve(undefined);
    asked = Promise.resolve(undefined);
    return answer;
}

async function fetchExtensions(): Promise<DeployedExtensions | undefined> {
    try {
        const response = await fetch(DEPLOYED_EXTENSIONS_PATH, { signal: AbortSignal.timeout(AT_MOST_MS) });
        return response.ok ? DeployedExtensions.parse(await response.json()) : undefined;
    } catch {
        // A backend that is just starting, for one. What is missing is asked for over the connection of the workbench.
        return undefined;
    }
}
