import { type Locator, type Page } from '@playwright/test';

/** A debug session as it shows in the workbench. */
export class DebugView {
    readonly frames: Locator;
    readonly console: Locator;

    constructor(
        private readonly page: Page,
        private readonly run: (command: string) => Promise<void>
    ) {
        this.frames = page.locator('.theia-debug-stack-frame');
        this.console = page.locator('#debug-console');
    }

    /** Starts the first launch configuration of the workspace. */
    async start(): Promise<void> {
        await this.run('Debug: Start Debugging');
    }

    async goOn(): Promise<void> {
        await this.page.keyboard.press('F5');
    }
}
