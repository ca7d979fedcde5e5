import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Button } from 'react-aria-components';
import { dismiss, useToasts } from './toasts.js';

/** Where toasts appear. It is always there, so that screen readers notice what is put into it. */
export function ToastRegion() {
    return (
        <section className="toasts" aria-label="Notifications" aria-live="polite">
            {useToasts().map(toast => (
                <div
                    className={`toast toast-${toast.tone}`}
                    key={toast.id}
                    role={toast.tone === 'bad' ? 'alert' : undefined}
                >
                    {toast.tone === 'bad' ? (
                        <CircleAlert aria-hidden size={18} />
                    ) : (
                        <CircleCheck aria-hidden size={18} />
                    )}
                    <p>{toast.text}</p>
                    <Button className="icon-button" aria-label="Dismiss" onPress={() => dismiss(toast.id)}>
                        <X aria-hidden size={16} />
                    </Button>
                </div>
            ))}
        </section>
    );
}
