import { useSyncExternalStore } from 'react';

/** Something that happened, told in passing. Bad news stays until it is dismissed. */
export interface Toast {
    readonly id: number;
    readonly tone: 'bad' | 'info';
    readonly text: string;
}

const INFO_MILLISECONDS = 6_000;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let lastId = 0;

export function notify(toast: Omit<Toast, 'id'>): void {
    const id = ++lastId;
    // The same sentence twice is one sentence.
    update([...toasts.filter(shown => shown.text !== toast.text), { ...toast, id }]);
    if (toast.tone === 'info') {
        setTimeout(() => dismiss(id), INFO_MILLISECONDS);
    }
}

export function dismiss(id: number): void {
    update(toasts.filter(toast => toast.id !== id));
}

export function useToasts(): readonly Toast[] {
    return useSyncExternalStore(subscribe, () => toasts);
}

function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function update(next: readonly Toast[]): void {
    toasts = next;
    for (const listener of listeners) {
        listener();
    }
}
