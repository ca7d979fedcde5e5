import { CreateAccessToken, type CreatedAccessToken } from '@longtable/common';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { Choice } from '../components/choice.js';
import { CopyField } from '../components/copy-field.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { expiryOf, tokenExpiries, type TokenExpiry } from '../components/expiry.js';
import { Field } from '../components/field.js';
import { problemsOf } from '../components/field-problems.js';
import { Notice } from '../components/notice.js';
import { SubmitForm } from '../components/submit-form.js';
import { useAttempt } from '../components/use-attempt.js';
import { useHub } from '../session/hub-context.js';

interface NewTokenDialogProps {
    readonly onCreated: (token: CreatedAccessToken) => void;
    readonly onClose: () => void;
}

/** Makes a token and shows its secret, the only time it can be seen. */
export function NewTokenDialog({ onCreated, onClose }: NewTokenDialogProps) {
    const { api } = useHub();
    const [name, setName] = useState('');
    const [expiry, setExpiry] = useState<TokenExpiry>('30d');
    const [problem, setProblem] = useState<string>();
    const [created, setCreated] = useState<CreatedAccessToken>();
    const { pending, failure, forget, run } = useAttempt(async (wanted: CreateAccessToken) => {
        const token = await api.createToken(wanted);
        setCreated(token);
        onCreated(token);
    });

    function submit(): void {
        forget();
        const parsed = CreateAccessToken.safeParse({ name, ...expiryOf(tokenExpiries, expiry, Date.now()) });
        setProblem(parsed.success ? undefined : problemsOf(parsed.error)['name']);
        if (parsed.success) {
            void run(parsed.data);
        }
    }

    if (created) {
        return (
            <DialogFrame title={`Token “${created.name}”`} alert onClose={onClose}>
                <p>Copy it now and keep it like a password: it is not shown again.</p>
                <CopyField label="Access token" value={created.token} copyLabel="Copy token" />
                <div className="dialog-actions">
                    <Action onPress={onClose}>Done</Action>
                </div>
            </DialogFrame>
        );
    }
    return (
        <DialogFrame title="New token" onClose={onClose}>
            <SubmitForm problems={problem} onSubmit={submit}>
                <Field
                    label="Name"
                    hint="What it is for, so that you know it again."
                    autoFocus
                    autoComplete="off"
                    value={name}
                    onChange={setName}
                    problem={problem}
                />
                <Choice
                    label="Expires after"
                    options={tokenExpiries}
                    value={expiry}
                    disabled={pending}
                    onChange={setExpiry}
                />
                {failure && <Notice tone="bad">{failure}</Notice>}
                <div className="dialog-actions">
                    <Action onPress={onClose}>Cancel</Action>
                    <Action tone="primary" type="submit" busy={pending}>
                        {pending ? 'Creating…' : 'Create token'}
                    </Action>
                </div>
            </SubmitForm>
        </DialogFrame>
    );
}
