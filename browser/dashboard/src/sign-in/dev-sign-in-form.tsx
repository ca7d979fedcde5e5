import { DevSignIn, messageOf } from '@longtable/common';
import { useState } from 'react';
import { Form } from 'react-aria-components';
import { problemsOf } from '../components/field-problems.js';
import { Action } from '../components/action.js';
import { Field } from '../components/field.js';
import { Notice } from '../components/notice.js';
import { useFocusOnProblem } from '../components/use-focus-on-problem.js';

interface DevSignInFormProps {
    readonly signIn: (person: DevSignIn) => Promise<void>;
    readonly onSignedIn: () => void;
}

/** Sign-in by name alone, for an installation that only its own machine can reach. */
export function DevSignInForm({ signIn, onSignedIn }: DevSignInFormProps) {
    const [name, setName] = useState('');
    const [email, setEmail] = useState('');
    const [problems, setProblems] = useState<ReturnType<typeof problemsOf>>({});
    const [failure, setFailure] = useState<string>();
    const [pending, setPending] = useState(false);

    const form = useFocusOnProblem(problems);

    async function submit(): Promise<void> {
        const parsed = DevSignIn.safeParse({ name, email: email.trim() });
        setFailure(undefined);
        setProblems(parsed.success ? {} : problemsOf(parsed.error));
        if (!parsed.success) {
            return;
        }
        setPending(true);
        try {
            await signIn({ name: parsed.data.name, ...(parsed.data.email ? { email: parsed.data.email } : {}) });
            onSignedIn();
        } catch (error) {
            setFailure(messageOf(error));
            setPending(false);
        }
    }

    return (
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
        </Form>
    );
}
