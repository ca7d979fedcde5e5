import { CreateAccessToken, messageOf, type CreatedAccessToken } from '@longtable/common';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { Action } from '../components/action.js';
import { Choice } from '../components/choice.js';
import { CopyField } from '../components/copy-field.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { expiryOf, tokenExpiries, type TokenExpiry } from '../components/expiry.js';
import { Field } from '../components/field.js';
import { problemsOf } from '../components/field-problems.js';
import { Notice } from '../components/notice.js';
import { useFocusOnProblem } from '../components/use-focus-on-problem.js';
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
    const [failure, setFailure] = useState<string>();
    const [pending, setPending] = useState(false);
    const [created, setCreated] = useState<CreatedAccessToken>();
    const form = useFocusOnProblem(problem);

    async function submit(): Promise<void> {
        const parsed = CreateAccessToken.safeParse({ name, ...expiryOf(tokenExpiries, expiry, Date.now()) });
        setFailure(undefined);
        setProblem(parsed.success ? undefined : problemsOf(parsed.error)['name']);
        if (!parsed.success) {
            return;
        }
        setPending(true);
        try {
            const token = await api.createToken(parsed.data);
            setCreated(token);
            onCreated(token);
        } catch (error) {
            setFailure(messageOf(error));
            setPending(false);
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
            <Form
                ref={form}
                className="form"
                validationBehavior="aria"
                onSubmit={event => {
                    event.preventDefault();
                    void submit();
                }}
            >
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
            </Form>
        </DialogFrame>
    );
}
