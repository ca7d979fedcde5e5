import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LongtableError, messageOf } from '@longtable/common';
import type { z } from 'zod';
import { flagOf, options, unavailableVariables, type OptionName } from './options.js';

type Values = { readonly [Name in OptionName]: z.output<(typeof options)[Name]['schema']> };

/** The effective configuration: everything has a value, paths are absolute. */
export interface Configuration extends Omit<Values, 'url'> {
    /** Origin of the hub as browsers see it, without a slash at the end. Undefined while the port is not known yet. */
    readonly url: string | undefined;
}

/** Name of the configuration file, looked for in the working directory. */
export const CONFIGURATION_FILE = 'longtable.config.json';

export interface ConfigurationSources {
    readonly arguments: readonly string[];
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly directory: string;
}

/**
 * Reads flags, environment and file (in this order of precedence). Throws `configuration-invalid` with all problems
 * at once; the hub does not start with a configuration it only half understands.
 */
export function readConfiguration(sources: ConfigurationSources): Configuration {
    const problems: string[] = [];
    const fromFile = readFile(sources.directory, problems);
    const fromFlags = readFlags(sources.arguments, problems);
    for (const variable of unavailableVariables) {
        if (sources.environment[variable] !== undefined) {
            problems.push(`${variable} belongs to a part that this version does not have yet; unset it.`);
        }
    }
    const known = new Set<string>(Object.values(options).map(option => option.variable));
    for (const variable of Object.keys(sources.environment)) {
        if (variable.startsWith('LONGTABLE_') && !known.has(variable) && !isUnavailable(variable)) {
            problems.push(`${variable} is not an option of Longtable.`);
        }
    }
    const values: Record<string, unknown> = {};
    for (const name of Object.keys(options) as OptionName[]) {
        const { variable, schema } = options[name];
        const environmentValue = sources.environment[variable];
        const given = fromFlags[name] ?? (environmentValue === '' ? undefined : environmentValue) ?? fromFile[name];
        const parsed = schema.safeParse(given);
        if (parsed.success) {
            values[name] = parsed.data;
        } else {
            problems.push(
                `${variable} (--${flagOf(name)}): ${parsed.error.issues.map(issue => issue.message).join('; ')}`
            );
        }
    }
    const configuration = values as unknown as Values;
    if (problems.length === 0) {
        checkTogether(configuration, problems);
    }
    if (problems.length > 0) {
        throw new LongtableError(
            'configuration-invalid',
            `Longtable was not started, because its configuration has ${String(problems.length)} problem${problems.length === 1 ? '' : 's'}:\n${problems.map(problem => `  - ${problem}`).join('\n')}`
        );
    }
    return {
        ...configuration,
        url: configuration.url === undefined ? defaultUrl(configuration.port) : new URL(configuration.url).origin,
        data: resolve(sources.directory, configuration.data)
    };
}

/** The origin for a port when none is configured; undefined for port 0, which becomes known by listening. */
export function defaultUrl(port: number): string | undefined {
    return port === 0 ? undefined : `http://localhost${port === 80 ? '' : `:${String(port)}`}`;
}

/** Whether an address to listen on is reachable from this machine only. */
export function isLoopback(host: string): boolean {
    return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The text that `--help` prints. */
export function describeOptions(): string {
    const names = Object.keys(options) as OptionName[];
    const lines = names.map(
        name => `  --${flagOf(name).padEnd(16)} ${options[name].variable}\n      ${options[name].description}`
    );
    return `Longtable: a workspace for the whole team, in the browser.\n\n${lines.join('\n')}\n\nFlags win over environment variables, these over ${CONFIGURATION_FILE}.\n`;
}

/** Whether a flag without a value has taken the next flag for it. */
function swallowedFlag(token: { readonly value: string; readonly inlineValue: boolean }): boolean {
    return !token.inlineValue && token.value.startsWith('--');
}

function isUnavailable(variable: string): boolean {
    return (unavailableVariables as readonly string[]).includes(variable);
}

function checkTogether(values: Values, problems: string[]): void {
    const reachable = reachableFromElsewhere(values);
    if (reachable !== undefined) {
        if (values.auth.includes('dev')) {
            problems.push(
                `LONGTABLE_AUTH: dev sign-in asks for no password and is only offered on loopback, but ${reachable}.`
            );
        }
        if (values.runtime === 'process') {
            problems.push(
                `LONGTABLE_RUNTIME: process runs workspaces without a sandbox and is only offered on loopback, but ${reachable}.`
            );
        }
    }
}

/** Why others than the people at this machine can reach the hub; undefined when they cannot. */
function reachableFromElsewhere({ host, url }: Values): string | undefined {
    if (!isLoopback(host)) {
        return `LONGTABLE_HOST is ${host}`;
    }
    // Another name means a proxy in front, which brings everybody's requests in over loopback.
    const name = url === undefined ? 'localhost' : new URL(url).hostname;
    return name === 'localhost' || name.endsWith('.localhost') ? undefined : `LONGTABLE_URL is at ${name}`;
}

function readFile(directory: string, problems: string[]): Partial<Record<OptionName, unknown>> {
    const path = resolve(directory, CONFIGURATION_FILE);
    let text: string;
    try {
        text = readFileSync(path, 'utf8');
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
            problems.push(`${CONFIGURATION_FILE} cannot be read: ${messageOf(error)}`);
        }
        return {};
    }
    let content: unknown;
    try {
        content = JSON.parse(text);
    } catch (error) {
        problems.push(`${CONFIGURATION_FILE} is not valid JSON: ${messageOf(error)}`);
        return {};
    }
    if (typeof content !== 'object' || content === null || Array.isArray(content)) {
        problems.push(`${CONFIGURATION_FILE} must hold one object whose keys are names of variables.`);
        return {};
    }
    const result: Partial<Record<OptionName, unknown>> = {};
    for (const [key, value] of Object.entries(content)) {
        const name = (Object.keys(options) as OptionName[]).find(candidate => options[candidate].variable === key);
        if (name !== undefined) {
            result[name] = value;
        } else if (isUnavailable(key)) {
            problems.push(
                `${CONFIGURATION_FILE}: ${key} belongs to a part that this version does not have yet; remove it.`
            );
        } else {
            problems.push(`${CONFIGURATION_FILE}: ${key} is not an option of Longtable.`);
        }
    }
    return result;
}

function readFlags(args: readonly string[], problems: string[]): Partial<Record<OptionName, string>> {
    const names = Object.keys(options) as OptionName[];
    const { tokens } = parseArgs({
        args: [...args],
        options: Object.fromEntries(names.map(name => [flagOf(name), { type: 'string' as const }])),
        strict: false,
        tokens: true
    });
    const result: Partial<Record<OptionName, string>> = {};
    for (const token of tokens) {
        if (token.kind === 'positional') {
            problems.push(`"${token.value}" is not a flag of Longtable.`);
        } else if (token.kind === 'option') {
            const name = names.find(candidate => flagOf(candidate) === token.name);
            if (name === undefined) {
                problems.push(`${token.rawName} is not a flag of Longtable; see --help.`);
            } else if (token.value === undefined || token.value === '' || swallowedFlag(token)) {
                problems.push(`${token.rawName} needs a value.`);
            } else {
                result[name] = token.value;
            }
        }
    }
    return result;
}
