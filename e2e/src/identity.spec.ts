import { expect, join, openWorkbench, share, test, uniqueName } from './guests.js';
import { RawClient } from './raw/raw-client.js';
import { ServicesConnection } from './raw/services-connection.js';

test('everybody commits in their own name', async ({ hub, signIn, visitor, repository }) => {
    test.setTimeout(10 * 60_000);
    const ada = await signIn('Ada');
    const grace = await visitor('Grace');
    const { id } = await ada.client.createRunning(repository);
    const adas = await openWorkbench(ada.page, hub.url, id);
    const link = await share(ada, id, { role: 'editor' });
    const gracesEmail = `grace-${Date.now()}@example.org`;
    const graces = await join(grace, link, gracesEmail);
    // Ada told no address, and gets one at which nobody can be reached.
    const { id: adasId } = (await (await ada.client.call('GET', '/me')).json()) as { id: string };
    const adasEmail = `${adasId}@users.noreply.longtable.invalid`;
    const last = "git log -1 --format='%s%n%an%n%ae%n%cn%n%ce'";
    const by = (name: string, email: string): string => [name, email, name, email].join('\n');
    const adasTerminal = await adas.openTerminal();
    const gracesTerminal = await graces.openTerminal();

    await test.step('in terminals', async () => {
        const commit = (subject: string): string => `git commit -q --allow-empty -m ${subject}; ${last}`;
        expect(await gracesTerminal.output(commit('by-grace'))).toBe(`by-grace\n${by(grace.name, gracesEmail)}`);
        expect(await adasTerminal.output(commit('by-ada'))).toBe(`by-ada\n${by(ada.name, adasEmail)}`);
        expect(await gracesTerminal.output(commit('grace-again'))).toBe(`grace-again\n${by(grace.name, gracesEmail)}`);
    });

    await test.step('in the Source Control view', async () => {
        for (const [name, email, workbench, terminal] of [
            [grace.name, gracesEmail, graces, gracesTerminal],
            [ada.name, adasEmail, adas, adasTerminal]
        ] as const) {
            const subject = `View of ${name}`;
            await workbench.sourceControl.open();
            // Until then it shows what the other has committed.
            await expect(workbench.sourceControl.changes).toHaveCount(0);
            await terminal.output(`echo '${subject}' >> count.mjs`);
            await workbench.sourceControl.stage('count.mjs');
            await workbench.sourceControl.commit(subject);
            await expect.poll(() => terminal.output(last)).toBe(`${subject}\n${by(name, email)}`);
        }
    });
});

test('everybody has settings of their own', async ({ hub, signIn, repository }) => {
    const ada = await signIn('Ada');
    const { id } = await ada.client.createRunning(repository);
    const link = await share(ada, id, { role: 'editor' });
    const files = '/services/remote-filesystem';
    const settings: string[] = [];
    const connections: ServicesConnection[] = [];
    for (const name of ['Grace', 'Alan']) {
        const guest = await RawClient.signIn(hub, uniqueName(name));
        expect((await guest.join(link)).text).toContain('"joined"');
        await guest.enter(id);
        const connection = await ServicesConnection.open(hub, guest, id, `${name}-frontend`);
        expect(await connection.connect()).toBe(true);
        settings.push(`${String(await connection.call('/services/envs', 'getConfigDirUri'))}/settings.json`);
        connections.push(connection);
    }
    const [graces, alans] = connections;
    expect(new Set(settings).size).toBe(2);
    const text = new TextEncoder().encode('{ "workbench.colorTheme": "dark" }');
    await graces?.call(files, 'writeFile', settings[0], text, { create: true, overwrite: true });
    expect(await graces?.call(files, 'readFile', settings[0])).toBeTruthy();
    await expect(alans?.call(files, 'readFile', settings[1])).rejects.toThrow();
    connections.forEach(connection => connection.dispose());
});
