// The smallest program that a runtime can take for an agent: it listens, runs commands for tests, and stops on request.
import { exec } from 'node:child_process';
import { readFileSync } from 'node:fs';
import http from 'node:http';

const configuration = JSON.parse(readFileSync(process.env.LONGTABLE_AGENT_CONFIGURATION, 'utf8'));
if (configuration.folder === 'fails-to-start') {
    console.error('the stand-in was told to fail');
    process.exit(3);
}

if (configuration.folder === 'never-listens') {
    await new Promise(resolve => setTimeout(resolve, 600_000));
}

http.createServer((request, response) => {
    if (request.url === '/control/stop') {
        response.writeHead(204).end();
    } else if (request.url === '/exit') {
        response.end('bye', () => process.exit(7));
    } else if (request.url === '/eat') {
        const eaten = [];
        setInterval(() => eaten.push(Buffer.alloc(16 * 1024 * 1024, 1)), 5);
    } else {
        let command = '';
        request.on('data', chunk => (command += chunk));
        request.on('end', () =>
            exec(
                command,
                {
                    shell: '/bin/bash',
                    timeout: 60_000,
                    maxBuffer: 1e8,
                    env: { ...process.env, NODE: process.execPath }
                },
                (error, stdout, stderr) =>
                    response.end(JSON.stringify({ code: error ? (error.code ?? -1) : 0, stdout, stderr }))
            )
        );
    }
}).listen(configuration.sockets.agent);
