import { WorkbenchPage } from './pages/workbench-page.js';
import { expect, test } from './test.js';

test('two people at once: neither finds anything of the other', async ({ hub, signIn, repository }) => {
    const ada = await signIn('Ada');
    const grace = await signIn('Grace');
    const [adas, graces] = await Promise.all([
        ada.client.createRunning(repository),
        grace.client.createRunning(repository)
    ]);

    await test.step('the other workspace looks like one that does not exist', async () => {
        const missing = 'z'.repeat(adas.id.length);
        for (const [method, path] of [
            ['GET', ''],
            ['PATCH', ''],
            ['DELETE', ''],
            ['POST', '/start'],
            ['POST', '/stop'],
            ['GET', '/download']
        ] as const) {
            const body = method === 'PATCH' ? { name: 'Mine now' } : undefined;
            const foreign = await grace.client.call(method, `/workspaces/${adas.id}${path}`, body);
            const absent = await grace.client.call(method, `/workspaces/${missing}${path}`, body);
            expect(foreign.status(), `${method} ${path}`).toBe(404);
            expect(await foreign.text()).toBe(await absent.text());
        }
        expect((await grace.client.workspaces()).map(({ id }) => id)).toEqual([graces.id]);

        for (const id of [adas.id, missing]) {
            for (const address of [`${hub.url}/w/${id}`, `http://${id}.localhost:${hub.port}/`]) {
                await grace.page.goto(address);
                await expect(grace.page.getByRole('heading', { name: 'No such workspace' })).toBeAttached();
                expect(new URL(grace.page.url()).origin).toBe(hub.url);
            }
        }
        expect((await ada.client.workspace(adas.id)).name).toBe('guests');
    });

    const adasWorkbench = new WorkbenchPage(ada.page);
    await ada.page.goto(`${hub.url}/w/${adas.id}`);
    await adasWorkbench.untilReady();
    const adasTerminal = await adasWorkbench.openTerminal();
    // Something of everything that could leak: a file, a process with a tell-tale argument, a port and a socket.
    const serve = `require('http').createServer((q, s) => s.end('adas port')).listen(4321, '127.0.0.1')`;
    await adasTerminal.output('echo adas-secret > secret.txt; echo adas-secret > /tmp/secret.txt; (sleep 86421 &)');
    await adasTerminal.output(`(node -e "${serve}" > /dev/null 2>&1 &); sleep 2; curl -s http://127.0.0.1:4321`);
    await expect
        .poll(() => adasTerminal.output('curl -s --noproxy "*" http://127.0.0.1:4321'), { timeout: 60_000 })
        .toBe('adas port');

    const gracesWorkbench = new WorkbenchPage(grace.page);
    await grace.page.goto(`${hub.url}/w/${graces.id}`);
    await gracesWorkbench.untilReady();
    const terminal = await gracesWorkbench.openTerminal();

    await test.step('no files', async () => {
        expect(await terminal.output('ls /workspace')).toBe('guests');
        expect(await terminal.output('find / -name secret.txt -not -path "/proc/*" 2> /dev/null; echo end')).toBe(
            'end'
        );
        expect(await terminal.output(`ls ${hub.dataDirectory} 2> /dev/null | wc -l`)).toBe('0');
        expect(
            await terminal.output(`cat ${hub.dataDirectory}/session-secret /etc/shadow /root/.npmrc | wc -c`)
        ).toMatch(/\n0$/);
        expect(await terminal.output('touch /usr/x /opt/longtable/x /run/longtable-hub/x 2>&1 | grep -c touch:')).toBe(
            '3'
        );
    });

    await test.step('no processes', async () => {
        expect(await terminal.output('cat /proc/[0-9]*/cmdline 2> /dev/null | tr "\\0" " " | grep -c 8642[1]')).toBe(
            '0'
        );
        expect(await terminal.output(`kill -0 ${hub.pid ?? 0} 2>&1 | grep -c 'No such process'`)).toBe('1');
        expect(await terminal.output(`cat /proc/[0-9]*/environ 2> /dev/null | grep -ac LONGTABLE_DATA`)).toBe('0');
    });

    await test.step('no ports and no sockets', async () => {
        const status = '-s -o /dev/null -m 5 -w "%{http_code}" --noproxy "*"';
        expect(await terminal.output(`curl ${status} http://127.0.0.1:4321`)).toBe('000');
        expect(await terminal.output(`curl ${status} http://127.0.0.1:${hub.port}/healthz`)).toBe('000');
        expect(await terminal.output('ls /run/longtable | sort | tr "\\n" " "')).toBe('agent.sock ide.sock ');
        expect(await terminal.output('grep -c "@" /proc/net/unix')).toBe('0');
    });

    await test.step('the proxy leads to no private address', async () => {
        for (const target of [
            `http://127.0.0.1:${hub.port}/healthz`,
            'http://169.254.169.254/latest/',
            'http://10.0.0.1/'
        ]) {
            const request = `curl -s -o /dev/null -m 10 -w "%{http_code}" --noproxy "" -x http://127.0.0.1:3128 ${target}`;
            expect(await terminal.output(request), target).toBe('403');
        }
    });

    await test.step('no way out of the sandbox', async () => {
        expect(await terminal.output('id -u | grep -c ^0$')).toBe('0');
        expect(await terminal.output('grep -h ^CapEff /proc/self/status')).toMatch(/0{16}$/);
        expect(await terminal.output('unshare -U true; unshare -m true; mount -t tmpfs none /mnt; echo end')).toMatch(
            /(Operation not permitted|No space left on device|must be superuser|permission denied)[\s\S]*end$/i
        );
    });
});
