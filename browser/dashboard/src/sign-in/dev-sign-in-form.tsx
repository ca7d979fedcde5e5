import { DevSignIn } from '@longtable/common';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { Field } from '../components/field.js';
import { problemsOf } from '../components/field-problems.js';
import { Notice } from '../components/notice.js';
import { SubmitForm } from '../components/submit-form.js';
import { useAttempt } from '../components/use-attempt.js';

interface DevSignInFormProps {
    readonly signIn: (person: DevSignIn) => Promise<void>;
    readonly onSignedIn: () => void;
}

/** Sign-in by name alone, for an installation that only its own machine can reach. */
export function DevSignInForm({ signIn, onSignedIn }: DevSignInFormProps) {
    const [name, setName] = useState('');
    const [email, setEmail] = useState('');
    const [problems, setProblems] = useState<ReturnType<typeof problemsOf>>({});
    const { pending, failure, forget, run } = useAttempt(async (person: DevSignIn) => {
        await signIn(person);
        onSignedIn();
    });

    function submit(): void {
        forget();
        const parsed = DevSignIn.safeParse({ name, email: email.trim() });
        setProblems(parsed.success ? {} : problemsOf(parsed.error));
        if (parsed.success) {
            const { name: called, email: address } = parsed.data;
            void run({ name: called, ...(address ? { email: address } : {}) });
        }
    }

    return (
        <SubmitForm problems={problems} onSubmit={submit}>
            <Field
                label="Name"
                name="name"
                autoComplete="name"
                autoFocus
                value={name}
                onChange={setName}
                problem={problems['name']}
            />
            <Field
                label="E-mail"
                name="email"
                type="email"
                inputMode="email"
                autoComplete="email"
                optional
                value={email}
                onChange={setEmail}
                problem={problems['email']}
                hint="Becomes the author of your commits."
            />
            {failure && <Notice tone="bad">{failure}</Notice>}
            <Action tone="primary" type="submit" busy={pending}>
                {pending ? 'Signing in…' : 'Sign in'}
            </Action>
        </SubmitForm>
    );
}
