import {
    findNodeAtLocation,
    getNodeValue,
    parseTree,
    printParseErrorCode,
    type Node,
    type ParseError
} from 'jsonc-parser';
import { z } from 'zod';
import { FileProblems } from './file-problems.js';
import { quote, words } from './shell-words.js';
import { NO_TASKS, type Chain, type Step, type TaskFile } from './task-file.js';
import { whyNotSettable } from './variable-name.js';
import { replaceVariables } from './variables.js';

/** The first that exists is used. */
export const DEV_CONTAINER_FILES = ['.devcontainer/devcontainer.json', '.devcontainer.json'] as const;

/** Names the chain of a dev container among those of a start. */
export const DEV_CONTAINER = 'devcontainer';

/** Commands in the order in which they run, and whether they run once. */
const COMMANDS = [
    ['onCreateCommand', true],
    ['updateContentCommand', true],
    ['postCreateCommand', true],
    ['postStartCommand', false]
] as const;

const form = 'has to be a text, a list of texts or an object that holds these';
const Single = z.union([z.string(), z.array(z.string())]);
const Command = z.union([Single, z.record(z.string(), Single)], form).nullish();
type Command = z.infer<typeof Command>;

const variables = 'has to be an object with the values of variables';
const DevContainerFile = z.looseObject(
    {
        onCreateCommand: Command,
        updateContentCommand: Command,
        postCreateCommand: Command,
        postStartCommand: Command,
        postAttachCommand: Command,
        containerEnv: z.record(z.string(), z.string('has to be a text'), variables).nullish(),
        remoteEnv: z.record(z.string(), z.string('has to be a text or null').nullable(), variables).nullish(),
        forwardPorts: z.array(z.unknown(), 'has to be a list').nullish(),
        customizations: z
            .looseObject({
                vscode: z.looseObject({ extensions: z.array(z.unknown()).nullish().catch(undefined) }).nullish()
            })
            .nullish()
            .catch(undefined)
    },
    'has to hold an object'
);
type DevContainerFile = z.infer<typeof DevContainerFile>;

/** Reads a `devcontainer.json`, which may have comments and commas too many. */
export function parseDevContainerFile(
    text: string,
    file: string,
    folder: string,
    environment: NodeJS.ProcessEnv
): TaskFile {
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors, { allowTrailingComma: true });
    const problems = new FileProblems(file, text, path => tree && findNodeAtLocation(tree, [...path])?.offset);
    for (const { error, offset } of errors.slice(0, 1)) {
        // One mistake is followed by others that it causes.
        problems.refuse(asSentence(printParseErrorCode(error)), offset);
    }
    const parsed = DevContainerFile.safeParse(tree && valueOf(tree));
    if (!problems.fatal && !parsed.success) {
        problems.refuseIssues(parsed.error.issues);
    }
    if (problems.fatal || !parsed.success) {
        return { ...NO_TASKS, valid: false, problems: problems.all };
    }
    const content = parsed.data;
    const replace = (value: string): string => replaceVariables(value, folder, environment);
    const steps = COMMANDS.flatMap(([name, once]) => stepOf(name, once, content[name], replace));
    const attach = stepOf('postAttachCommand', false, content.postAttachCommand, replace);
    return {
        valid: true,
        chains: steps.length === 0 ? [] : [chainOf(DEV_CONTAINER, 'Dev Container', steps)],
        ...(attach.length > 0 && { attach: chainOf('attach', 'postAttachCommand', attach) }),
        environment: environmentOf(content, folder, environment, problems),
        recommendations: (content.customizations?.vscode?.extensions ?? [])
            // One with a minus is not wanted although an image brings it.
            .filter(entry => typeof entry === 'string')
            .filter(entry => !entry.startsWith('-'))
            .map(entry => entry.replace(/@.*$/s, '')),
        forwardPorts: portsOf(content, problems),
        problems: problems.all
    };
}

function valueOf(tree: Node): unknown {
    return getNodeValue(tree);
}

function chainOf(id: string, name: string, steps: readonly Step[]): Chain {
    return { id, name, steps, environment: {}, openIn: 'bottom', openMode: 'tab-after' };
}

function stepOf(name: string, once: boolean, command: Command, replace: (text: string) => string): Step[] {
    const make = (shown: string, text: string): Step[] => [{ id: `${DEV_CONTAINER}.${name}`, name, once, shown, text }];
    if (command === null || command === undefined) {
        return [];
    }
    if (typeof command === 'string' || Array.isArray(command)) {
        const [shown, text] = commandOf(command, replace);
        return text === '' ? [] : make(shown, text);
    }
    const parts = Object.entries(command)
        .map(([part, single]) => [part, ...commandOf(single, replace)] as const)
        .filter(([, , text]) => text !== '');
    if (parts.length === 0) {
        return [];
    }
    return make(
        parts.map(([part, shown]) => `${part}: ${shown}`).join('\n'),
        `__longtable_together ${parts.map(([part, , text]) => `${quote(part)} ${quote(text)}`).join(' ')}`
    );
}

/** How a command is shown, and what bash is given of it. */
function commandOf(command: string | readonly string[], replace: (text: string) => string): [string, string] {
    if (typeof command === 'string') {
        const text = replace(command);
        return text.trim() === '' ? ['', ''] : [text, `/bin/sh -c ${quote(text)}`];
    }
    const text = words(command.map(replace));
    return [text, text];
}

function environmentOf(
    content: DevContainerFile,
    folder: string,
    base: NodeJS.ProcessEnv,
    problems: FileProblems
): Record<string, string | null> {
    const environment: Record<string, string | null> = {};
    for (const field of ['containerEnv', 'remoteEnv'] as const) {
        // The second may refer to what the first has set.
        const known = { ...base };
        for (const [name, value] of Object.entries(environment)) {
            known[name] = value ?? undefined;
        }
        for (const [name, value] of Object.entries(content[field] ?? {})) {
            const why = whyNotSettable(name);
            if (why !== undefined) {
                problems.leaveOut(`${name} ${why}`, [field, name]);
            } else {
                environment[name] = value === null ? null : replaceVariables(value, folder, known);
            }
        }
    }
    return environment;
}

function portsOf({ forwardPorts }: DevContainerFile, problems: FileProblems): (number | string)[] {
    return (forwardPorts ?? []).flatMap((port, index) => {
        const number = Number(typeof port === 'string' ? /^[\w.-]+:(\d+)$/.exec(port)?.[1] : port);
        if (Number.isInteger(number) && number > 0 && number < 65_536) {
            return [port as number | string];
        }
        problems.leaveOut('A port is a number, or host:port. This one was left out.', ['forwardPorts', index]);
        return [];
    });
}

/** `CommaExpected` is `Comma expected`. */
function asSentence(code: string): string {
    const lower = code.replace(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);
    return lower.charAt(0).toUpperCase() + lower.slice(1);
}
