import { messageOf, TERMINAL_AREAS, TERMINAL_MODES } from '@longtable/common';
import { isNode, parseDocument, visit, type Document } from 'yaml';
import { z } from 'zod';
import { FileProblems, type DocumentPath } from './file-problems.js';
import { NO_TASKS, type Chain, type Step, type TaskFile } from './task-file.js';
import { whyNotSettable } from './variable-name.js';

export const GITPOD_FILE = '.gitpod.yml';

/** Commands of a task in the order in which they run, and whether they run once. */
const COMMANDS = [
    ['before', false],
    ['init', true],
    ['command', false]
] as const;

const Text = z.string('has to be text').nullish();
const Task = z.looseObject(
    {
        name: z.union([z.string(), z.number()], 'has to be text').nullish(),
        before: Text,
        init: Text,
        command: Text,
        env: z.record(z.string(), z.unknown(), 'has to be a list of names with their values').nullish(),
        openIn: z.unknown().optional(),
        openMode: z.unknown().optional()
    },
    'has to be a task, with fields such as “command”'
);
type Task = z.infer<typeof Task>;

const GitpodFile = z.looseObject(
    {
        tasks: z.array(Task, 'has to be a list').nullish(),
        vscode: z
            .looseObject({ extensions: z.array(z.unknown()).nullish().catch(undefined) })
            .nullish()
            .catch(undefined)
    },
    'has to hold fields such as “tasks”'
);

/** Reads a `.gitpod.yml`. */
export function parseGitpodFile(text: string, folder: string): TaskFile {
    const document = parseDocument(text, { prettyErrors: false, merge: true });
    const problems = new FileProblems(GITPOD_FILE, text, path => {
        const found = path.length === 0 ? document.contents : document.getIn(path, true);
        return isNode(found) ? found.range?.[0] : undefined;
    });
    for (const error of document.errors) {
        problems.refuse(asSentence(error.message), error.pos[0]);
    }
    const content = problems.fatal ? undefined : contentOf(document, problems);
    const parsed = GitpodFile.safeParse(content ?? {});
    if (!parsed.success) {
        problems.refuseIssues(parsed.error.issues);
    }
    if (problems.fatal || !parsed.success) {
        return { ...NO_TASKS, valid: false, problems: problems.all };
    }
    const { tasks, vscode } = parsed.data;
    return {
        ...NO_TASKS,
        chains: (tasks ?? []).map((task, index) => chainOf(task, index, folder, problems)),
        recommendations: (vscode?.extensions ?? [])
            .filter(entry => typeof entry === 'string')
            .map(entry => entry.replace(/[@:].*$/s, '')),
        problems: problems.all
    };
}

function contentOf(document: Document, problems: FileProblems): unknown {
    visit(document, {
        Alias: (_, alias) => {
            if (alias.resolve(document) === undefined) {
                problems.refuse(`There is no anchor “${alias.source}” before this`, alias.range?.[0] ?? 0);
            }
        }
    });
    try {
        return problems.fatal ? undefined : document.toJS();
    } catch (error) {
        // Aliases of aliases that would grow without end.
        problems.refuse(asSentence(messageOf(error)), 0);
        return undefined;
    }
}

function chainOf(task: Task, index: number, folder: string, problems: FileProblems): Chain {
    const id = `gitpod-${index}`;
    const path = ['tasks', index];
    return {
        id,
        name: String(task.name ?? '').trim() || `Task ${index + 1}`,
        steps: COMMANDS.flatMap(([name, once]): Step[] => {
            const text = task[name] ?? '';
            return text.trim() === '' ? [] : [{ id: `${id}.${name}`, name, once, shown: text, text }];
        }),
        environment: { GITPOD_REPO_ROOT: folder, ...environmentOf(task, path, problems) },
        openIn: oneOf(TERMINAL_AREAS, task.openIn, [...path, 'openIn'], problems),
        openMode: oneOf(TERMINAL_MODES, task.openMode, [...path, 'openMode'], problems)
    };
}

function environmentOf({ env }: Task, path: DocumentPath, problems: FileProblems): Record<string, string> {
    const environment: Record<string, string> = {};
    for (const [name, value] of Object.entries(env ?? {})) {
        const why = whyNotSettable(name);
        if (why !== undefined) {
            problems.leaveOut(`${name} ${why}`, [...path, 'env', name]);
        } else if (value !== null && value !== undefined) {
            environment[name] = typeof value === 'string' ? value : JSON.stringify(value);
        }
    }
    return environment;
}

/** The first of the values is the one to use when nothing usable is said. */
function oneOf<const T extends string>(
    values: readonly [T, ...T[]],
    value: unknown,
    path: DocumentPath,
    problems: FileProblems
): T {
    const found = values.find(candidate => candidate === value);
    if (found === undefined && value !== undefined && value !== null) {
        problems.leaveOut(
            `${String(path.at(-1))} can be ${values.join(', ')}. The task was started with ${values[0]}.`,
            path
        );
    }
    return found ?? values[0];
}

function asSentence(message: string): string {
    return message.trim().replace(/\.$/, '').replace(/\s+/g, ' ');
}
