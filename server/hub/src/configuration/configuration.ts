import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LongtableError, messageOf } from '@longtable/common';
import type { z } from 'zod';
import { flagOf, options, unavailableVariables, type Option, type OptionName } from './options.js';

type Values = { readonly [Name in OptionName]: z.output<(typeof options)[Name]['schema']> };

/** The effective configuration: everything has a value, paths are absolute. */
export interface Configuration extends Omit<Values, 'url' | 'snapshots'> {
    readonly snapshots: string;
    /** Origin of the hub as browsers see it, without a slash at the end. Undefined while the port is not known yet. */
    readonly url: string | undefined;
}

const optionNames = Object.keys(options) as OptionName[];

/** What one source says: values of options, and paths of files that hold secrets. */
interface Given {
    readonly values: Partial<Record<OptionName, unknown>>;
    readonly files: Partial<Record<OptionName, unknown>>;
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
    const fromEnvironment = readEnvironment(sources.environment, problems);
    const values: Record<string, unknown> = {};
    const failed = new Set<OptionName>();
    for (const name of optionNames) {
        const { variable, schema } = options[name];
        const from = [fromFlags, fromEnvironment, fromFile].find(
            source => source.values[name] !== undefined || source.files[name] !== undefined
        );
        try {
            const parsed = schema.safeParse(
                from?.files[name] === undefined
                    ? from?.values[name]
                    : readSecret(variable, from, name, sources.directory)
            );
            if (parsed.success) {
                values[name] = parsed.data;
                continue;
            }
            problems.push(
                `${variable} (--${flagOf(name)}): ${parsed.error.issues.map(issue => issue.message).join('; ')}`
            );
        } catch (error) {
            problems.push(messageOf(error));
        }
        failed.add(name);
    }
    checkTogether(values, failed, problems);
    if (problems.length > 0) {
        throw new LongtableError(
            'configuration-invalid',
            `Longtable was not started, because its configuration has ${String(problems.length)} problem${problems.length === 1 ? '' : 's'}:\n${problems.map(problem => `  - ${problem}`).join('\n')}`
        );
    }
    const configuration = values as unknown as Values;
    return {
        ...configuration,
        url: configuration.url === undefined ? defaultUrl(configuration.port) : new URL(configuration.url).origin,
        data: resolve(sources.directory, configuration.data),
        snapshots: resolve(sources.directory, configuration.snapshots ?? join(configuration.data, 'snapshots'))
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
    const lines = optionNames.map(
        name => `  --${flagOf(name).padEnd(16)} ${options[name].variable}\n      ${options[name].description}`
    );
    return `Longtable: a workspace for the whole team, in the browser.\n\n${lines.join('\n')}\n\nFlags win over environment variables, these over ${CONFIGURATION_FILE}.\n`;
}

/** Whether a flag without a value has taken the next flag for it. */
function swallowedFlag(token: { readonly value: string; readonly inlineValue: boolean }): boolean {
    return !token.inlineValue && token.value.startsWith('--');
}

function isSecret(name: OptionName): boolean {
    return (options[name] as Option<unknown>).secret === true;
}

function isUnavailable(variable: string): boolean {
    return (unavailableVariables as readonly string[]).includes(variable);
}

/** What one option asks of another. Looks at the options that are good by themselves, so that all problems show at once. */
function checkTogether(values: Partial<Values>, failed: ReadonlySet<OptionName>, problems: string[]): void {
    const auth = values.auth ?? [];
    const reachable = reachableFromElsewhere(values);
    if (reachable !== undefined) {
        if (auth.includes('dev')) {
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
    for (const way of ['github', 'oidc'] as const) {
        for (const name of auth.includes(way) ? neededFor[way] : []) {
            if (values[name] === undefined && !failed.has(name)) {
                problems.push(`${options[name].variable} is missing; ${way} in LONGTABLE_AUTH needs it.`);
            }
        }
    }
    if ((values.allowOrganizations ?? []).length > 0 && values.auth !== undefined && !auth.includes('github')) {
        problems.push('LONGTABLE_ALLOW_ORGS names organisations at GitHub, but LONGTABLE_AUTH does not offer github.');
    }
}

const neededFor = {
    github: ['githubClientId', 'githubClientSecret'],
    oidc: ['oidcIssuer', 'oidcClientId', 'oidcClientSecret']
} as const satisfies Record<string, readonly OptionName[]>;

/** Why others than the people at this machine can reach the hub; undefined when they cannot. */
function reachableFromElsewhere({ host, url }: Partial<Values>): string | undefined {
    if (host !== undefined && !isLoopback(host)) {
        return `LONGTABLE_HOST is ${host}`;
    }
    // Another name means a proxy in front, which brings everybody's requests in over loopback.
    const name = url === undefined ? 'localhost' : new URL(url).hostname;
    return name === 'localhost' || name.endsWith('.localhost') ? undefined : `LONGTABLE_URL is at ${name}`;
}

/** A secret from the file that its `_FILE` variable names. Throws with the problem in words. */
function readSecret(variable: string, { values, files }: Given, name: OptionName, directory: string): string {
    const path = files[name];
    if (values[name] !== undefined) {
        throw new Error(`${variable} and ${variable}_FILE are both set; keep one of them.`);
    }
    if (typeof path !== 'string') {
        throw new Error(`${variable}_FILE must be the path of a file.`);
    }
    let text: string;
    try {
        text = readFileSync(resolve(directory, path), 'utf8').trim();
    } catch (error) {
        throw new Error(`${variable}_FILE cannot be read: ${messageOf(error)}`, { cause: error });
    }
    if (text === '') {
        throw new Error(`${variable}_FILE: ${path} is empty.`);
    }
    return text;
}

/** Puts a value where it belongs by the name of its variable; false when there is no such option. */
function place(given: Given, variable: string, value: unknown): boolean {
    const name = optionNames.find(candidate => options[candidate].variable === variable);
    const secret = optionNames.find(
        candidate => isSecret(candidate) && `${options[candidate].variable}_FILE` === variable
    );
    if (name !== undefined) {
        given.values[name] = value;
    } else if (secret !== undefined) {
        given.files[secret] = value;
    }
    return name !== undefined || secret !== undefined;
}

function readEnvironment(environment: ConfigurationSources['environment'], problems: string[]): Given {
    const given: Given = { values: {}, files: {} };
    for (const [variable, value] of Object.entries(environment)) {
        if (isUnavailable(variable) && value !== undefined) {
            problems.push(`${variable} belongs to a part that this version does not have yet; unset it.`);
        } else if (!place(given, variable, value === '' ? undefined : value) && variable.startsWith('LONGTABLE_')) {
            problems.push(`${variable} is not an option of Longtable.`);
        }
    }
    return given;
}

function readFile(directory: string, problems: string[]): Given {
    const path = resolve(directory, CONFIGURATION_FILE);
    let text: string;
    try {
        text = readFileSync(path, 'utf8');
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
            problems.push(`${CONFIGURATION_FILE} cannot be read: ${messageOf(error)}`);
        }
        return { values: {}, files: {} };
    }
    let content: unknown;
    try {
        content = JSON.parse(text);
    } catch (error) {
        problems.push(`${CONFIGURATION_FILE} is not valid JSON: ${messageOf(error)}`);
        return { values: {}, files: {} };
    }
    if (typeof content !== 'object' || content === null || Array.isArray(content)) {
        problems.push(`${CONFIGURATION_FILE} must hold one object whose keys are names of variables.`);
        return { values: {}, files: {} };
    }
    const given: Given = { values: {}, files: {} };
    for (const [key, value] of Object.entries(content)) {
        if (isUnavailable(key)) {
            problems.push(
                `${CONFIGURATION_FILE}: ${key} belongs to a part that this version does not have yet; remove it.`
            );
        } else if (!place(given, key, value)) {
            problems.push(`${CONFIGURATION_FILE}: ${key} is not an option of Longtable.`);
        }
    }
    return given;
}

function readFlags(args: readonly string[], problems: string[]): Given {
    const variableOf = new Map(
        optionNames.flatMap(name => [
            [flagOf(name), options[name].variable] as const,
            ...(isSecret(name) ? [[`${flagOf(name)}-file`, `${options[name].variable}_FILE`] as const] : [])
        ])
    );
    const { tokens } = parseArgs({
        args: [...args],
        options: Object.fromEntries([...variableOf.keys()].map(flag => [flag, { type: 'string' as const }])),
        strict: false,
        tokens: true
    });
    const given: Given = { values: {}, files: {} };
    for (const token of tokens) {
        if (token.kind === 'positional') {
            problems.push(`"${token.value}" is not a flag of Longtable.`);
        } else if (token.kind === 'option') {
            const variable = variableOf.get(token.name);
            if (variable === undefined) {
                problems.push(`${token.rawName} is not a flag of Longtable; see --help.`);
            } else if (token.value === undefined || token.value === '' || swallowedFlag(token)) {
                problems.push(`${token.rawName} needs a value.`);
            } else {
                place(given, variable, token.value);
            }
        }
    }
    return given;
}
