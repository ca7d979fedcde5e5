import http from 'node:http';
import { dial } from '../dial.js';
import type { Runtime, ServiceAddress, WorkspaceSpec } from '../runtime.js';
import { ServiceAgent } from '../service-agent.js';

/** What a command inside a workspace came to. */
export interface CommandResult {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** Runs a shell command inside a workspace through the stand-in agent. */
export async function inside(runtime: Runtime, spec: WorkspaceSpec, command: string): Promise<CommandResult> {
    return JSON.parse(await call(runtime, spec, '/run', command)) as CommandResult;
}

/** The body of the stand-in agent's answer. */
export function call(runtime: Runtime, spec: WorkspaceSpec, path: string, body = ''): Promise<string> {
    return ask(runtime.address(spec.id, 'agent'), path, body);
}

/** The body of the answer of a service to a POST. */
export async function ask(address: ServiceAddress, path: string, body: string): Promise<string> {
    const agent = new ServiceAgent(address, { keepAlive: false });
    return new Promise((resolve, reject) => {
        const request = http.request({ agent, method: 'POST', path }, response => {
            let text = '';
            response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
            response.on('end', () => {
                resolve(text);
            });
            response.on('error', reject);
        });
        request.on('error', reject).end(body);
    });
}

/** Whether the agent of a workspace accepts connections. */
export async function answers(runtime: Runtime, spec: WorkspaceSpec): Promise<boolean> {
    try {
        (await dial(runtime.address(spec.id, 'agent'))).destroy();
        return true;
    } catch {
        return false;
    }
}
