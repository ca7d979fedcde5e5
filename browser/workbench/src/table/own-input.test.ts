import { expect, test } from 'vitest';
import { OwnInput } from './own-input';

/** Node lets only itself make events that are trusted; here they are what they say. */
function event(type: string, properties: Record<string, unknown> = {}): Event {
    return new Proxy(new Event(type), {
        get: (target, key) => {
            if (key in { isTrusted: true, ...properties }) {
                return { isTrusted: true, ...properties }[key as string];
            }
            const value: unknown = Reflect.get(target, key, target);
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        }
    });
}

class Page {
    readonly listeners = new Map<string, (event: Event) => void>();
    document = { activeElement: { tagName: 'BODY' } };

    addEventListener(type: string, listener: (event: Event) => void): void {
        this.listeners.set(type, listener);
    }

    removeEventListener(type: string): void {
        this.listeners.delete(type);
    }

    dispatch(type: string, properties?: Record<string, unknown>): void {
        this.listeners.get(type)?.(event(type, properties));
    }
}

function watch() {
    const page = new Page();
    const seen = { count: 0 };
    const input = new OwnInput(page as unknown as Window, () => seen.count++);
    return { page, seen, input };
}

test('a key, a click and the wheel are input', () => {
    const { page, seen, input } = watch();
    page.dispatch('keydown', { key: 'a', repeat: false });
    page.dispatch('pointerdown');
    page.dispatch('wheel');
    expect(seen.count).toBe(3);
    input.dispose();
    expect(page.listeners.size).toBe(0);
});

test('what the page does by itself, modifiers and keys held since before are not', () => {
    const { page, seen } = watch();
    page.dispatch('keydown', { key: 'a', isTrusted: false });
    page.dispatch('wheel', { isTrusted: false });
    page.dispatch('keydown', { key: 'Shift', repeat: false });
    page.dispatch('keydown', { key: 'Enter', repeat: true });
    page.dispatch('scroll');
    page.dispatch('blur');
    expect(seen.count).toBe(0);
});

test('what is done to a control is no input', () => {
    const page = new Page();
    let count = 0;
    const control = new EventTarget();
    new OwnInput(
        page as unknown as Window,
        () => count++,
        target => target === control
    );
    page.dispatch('pointerdown', { target: control });
    expect(count).toBe(0);
    page.dispatch('pointerdown', { target: new EventTarget() });
    expect(count).toBe(1);
});

test('a click into a web view is input, its opening by the page is not', () => {
    const { page, seen, input } = watch();
    page.document.activeElement.tagName = 'IFRAME';
    page.dispatch('blur');
    expect(seen.count).toBe(1);
    input.moving();
    page.dispatch('blur');
    expect(seen.count).toBe(1);
});
