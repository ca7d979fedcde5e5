// Takes the place of the IDE backend under the real agent: it runs commands for tests on the socket of the IDE.
import { exec } from 'node:child_process';
import { rmSync } from 'node:fs';
import http from 'node:http';

const socket = process.env.LONGTABLE_IDE_SOCKET;
rmSync(socket, { force: true });
http.createServer((request, response) => {
    let command = '';
    request.on('data', chunk => (command += chunk));
    request.on('end', () =>
        exec(
            command,
            { shell: '/bin/bash', timeout: 60_000, env: { ...process.env, NODE: process.execPath } },
            (error, stdout, stderr) =>
                response.end(JSON.stringify({ code: error ? (error.code ?? -1) : 0, stdout, stderr }))
        )
    );
}).listen(socket, () => process.send({ type: 'listening' }));
