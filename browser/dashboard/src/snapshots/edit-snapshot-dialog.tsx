import { ChangeSnapshot, type Snapshot, type SnapshotVisibility } from '@longtable/common';
import { useState } from 'react';
import { Action } from '../components/action.js';
import { Choice } from '../components/choice.js';
import { DialogFrame } from '../components/dialog-frame.js';
import { exactTime } from '../components/exact-time.js';
import { expiryOf, shareExpiries, type ShareExpiry } from '../components/expiry.js';
import { Field } from '../components/field.js';
import { problemsOf } from '../components/field-problems.js';
import { Notice } from '../components/notice.js';
import { SubmitForm } from '../components/submit-form.js';
import { useAttempt } from '../components/use-attempt.js';
import { useHub } from '../session/hub-context.js';
import { visibilities } from './snapshot-words.js';

interface EditSnapshotDialogProps {
    readonly snapshot: Snapshot;
    readonly onChanged: () => Promise<void>;
    readonly onClose: () => void;
}

/** Changes what a snapshot is called, who may open it and for how long. */
export function EditSnapshotDialog({ snapshot, onChanged, onClose }: EditSnapshotDialogProps) {
    const { api } = useHub();
    const [name, setName] = useState(snapshot.name);
    const [note, setNote] = useState(snapshot.note ?? '');
    const [visibility, setVisibility] = useState<SnapshotVisibility>(snapshot.visibility);
    const [people, setPeople] = useState(snapshot.people.join(', '));
    const [expiry, setExpiry] = useState<ShareExpiry | 'as-it-is'>(snapshot.expiresAt ? 'as-it-is' : 'never');
    const [problems, setProblems] = useState<Partial<Record<string, string>>>({});
    const { pending, failure, forget, run } = useAttempt(async (wanted: ChangeSnapshot) => {
        await api.changeSnapshot(snapshot.id, wanted);
        await onChanged();
        onClose();
    });
    const kept = snapshot.expiresAt
        ? [{ id: 'as-it-is' as const, label: exactTime(snapshot.expiresAt), hours: undefined }]
        : [];

    function submit(): void {
        forget();
        const end = expiry === 'as-it-is' ? {} : { expiresAt: 'never', ...expiryOf(shareExpiries, expiry, Date.now()) };
        const named = people
            .split(/[,\s]+/)
            .map(person => person.trim())
            .filter(person => person !== '');
        const parsed = ChangeSnapshot.safeParse({ name, note, visibility, people: named, ...end });
        setProblems(parsed.success ? {} : problemsOf(parsed.error));
        if (parsed.success) {
            void run(parsed.data);
        }
    }

    return (
        <DialogFrame title={`Edit “${snapshot.name}”`} onClose={onClose}>
            <SubmitForm problems={problems} onSubmit={submit}>
                <Field
                    label="Name"
                    autoFocus
                    autoComplete="off"
                    value={name}
                    onChange={setName}
                    problem={problems['name']}
                />
                <Field
                    label="Note"
                    optional
                    autoComplete="off"
                    value={note}
                    onChange={setNote}
                    problem={problems['note']}
                />
                <Choice label="Who may open it" options={visibilities} value={visibility} onChange={setVisibility} />
                {visibility === 'people' && (
                    <Field
                        label="People"
                        placeholder="grace@example.org, linus@example.org"
                        hint="Their e-mail addresses. They need the link as well."
                        autoComplete="off"
                        value={people}
                        onChange={setPeople}
                        problem={problems['people']}
                    />
                )}
                <Choice
                    label="The link ends"
                    options={[...kept, ...shareExpiries]}
                    value={expiry}
                    onChange={setExpiry}
                />
                {failure && <Notice tone="bad">{failure}</Notice>}
                <div className="dialog-actions">
                    <Action onPress={onClose}>Cancel</Action>
                    <Action tone="primary" type="submit" busy={pending}>
                        Save
                    </Action>
                </div>
            </SubmitForm>
        </DialogFrame>
    );
}
