import { byteSize, fileCount, LongtableError, messageOf, type SnapshotOffer } from '@longtable/common';
import { useEffect, useState } from 'react';
import { Action } from '../components/action.js';
import { exactTime } from '../components/exact-time.js';
import { Moment } from '../components/moment.js';
import { Notice } from '../components/notice.js';
import { JoinCard } from '../join/join-card.js';
import { Link } from '../routing/link.js';
import { navigate } from '../routing/navigation.js';
import { repositoryParts } from '../routing/repository-link.js';
import { progressPath } from '../routing/route.js';
import { useHub } from '../session/hub-context.js';
import './snapshots.css';

type Looked =
    | { readonly state: 'asking' }
    | { readonly state: 'offered'; readonly offer: SnapshotOffer }
    | { readonly state: 'ended' | 'unknown'; readonly message: string };

/** Where the link of a snapshot leads: what it is, and a button that makes a workspace of it. */
export function SnapshotLinkPage({ token }: { token: string }) {
    const { api } = useHub();
    const [looked, setLooked] = useState<Looked>({ state: 'asking' });

    useEffect(() => {
        api.lookAtSnapshot(token).then(
            offer => setLooked({ state: 'offered', offer }),
            (error: unknown) => setLooked({ state: stateOf(error), message: messageOf(error) })
        );
    }, [api, token]);

    switch (looked.state) {
        case 'asking':
            return <JoinCard title="Looking at the snapshot" busy />;
        case 'offered':
            return <Offer token={token} offer={looked.offer} />;
        case 'ended':
        case 'unknown':
            return (
                <JoinCard title={looked.state === 'ended' ? 'This link has ended' : 'There is nothing here'}>
                    <p role="alert">{looked.message}</p>
                    <BackToWorkspaces />
                </JoinCard>
            );
    }
}

function Offer({ token, offer }: { token: string; offer: SnapshotOffer }) {
    const { api, feed } = useHub();
    const [pending, setPending] = useState(false);
    const [failure, setFailure] = useState<string>();

    async function open(): Promise<void> {
        setPending(true);
        setFailure(undefined);
        try {
            const workspace = await api.openSnapshot({ token });
            feed.changed(workspace);
            navigate(progressPath(workspace.id), { replace: true });
        } catch (error) {
            setFailure(messageOf(error));
            setPending(false);
        }
    }

    const { repository, ref, commit } = offer;
    return (
        <JoinCard title={offer.name}>
            {offer.note && <p>{offer.note}</p>}
            <dl className="offer">
                <dt>By</dt>
                <dd>{offer.owner}</dd>
                <dt>Taken</dt>
                <dd>
                    <Moment iso={offer.createdAt} />
                    {offer.latest && ', the latest'}
                </dd>
                {offer.workspace && (
                    <>
                        <dt>Of</dt>
                        <dd>{offer.workspace}</dd>
                    </>
                )}
                {repository && (
                    <>
                        <dt>Repository</dt>
                        <dd>
                            {repositoryParts(repository).path}
                            {(commit ?? ref) && ` at ${commit?.slice(0, 8) ?? ref ?? ''}`}
                        </dd>
                    </>
                )}
                <dt>Size</dt>
                <dd>
                    {byteSize(offer.bytes)} in {fileCount(offer.files)}
                </dd>
                {offer.expiresAt && (
                    <>
                        <dt>Link ends</dt>
                        <dd>{exactTime(offer.expiresAt)}</dd>
                    </>
                )}
            </dl>
            <p>
                You get a workspace of your own with a copy of its files. What is in them runs there: open it only if
                you trust {offer.owner}.
            </p>
            {failure && <Notice tone="bad">{failure}</Notice>}
            <div className="progress-actions">
                <Action tone="primary" busy={pending} onPress={() => void open()}>
                    {pending ? 'Opening…' : 'Open as my workspace'}
                </Action>
                <BackToWorkspaces />
            </div>
        </JoinCard>
    );
}

function stateOf(error: unknown): 'ended' | 'unknown' {
    return error instanceof LongtableError && error.code === 'link-ended' ? 'ended' : 'unknown';
}

function BackToWorkspaces() {
    return (
        <Link href="/" className="action action-plain">
            Go to my workspaces
        </Link>
    );
}
