import { type Disposable } from '@theia/core/lib/common/disposable';

/** The coloured frame around the editors while this person follows somebody, with the name and a button to stop. */
export class FollowFrame implements Disposable {
    protected readonly node = document.createElement('div');

    constructor(name: string, colour: string, onStop: () => void) {
        this.node.className = 'longtable-follow-frame';
        const words = document.createElement('span');
        words.setAttribute('role', 'status');
        words.textContent = `Following ${name}`;
        const stop = document.createElement('button');
        stop.type = 'button';
        stop.textContent = 'Stop';
        stop.title = 'Stop following (Esc). Any key, click or scroll does it too.';
        stop.setAttribute('aria-label', `Stop following ${name}`);
        stop.addEventListener('click', onStop);
        const bar = document.createElement('div');
        bar.className = 'longtable-follow-bar';
        bar.append(words, stop);
        this.node.append(bar);
        this.paint(colour);
        (document.getElementById('theia-main-content-panel') ?? document.body).append(this.node);
    }

    paint(colour: string): void {
        this.node.style.setProperty('--longtable-person', colour);
    }

    dispose(): void {
        this.node.remove();
    }
}
