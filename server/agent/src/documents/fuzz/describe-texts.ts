import type { LiveDocument } from '../live-document.js';
import type { Typist } from './typist.js';

/** How long the text of the file, of each document and of each replica is, and a plus for each `watched` character in it. */
export function describeTexts(
    watched: string,
    file: string | undefined,
    documents: Iterable<LiveDocument>,
    typists: Iterable<Typist>
): string {
    const token = String.fromCodePoint(parseInt(watched, 16));
    const of = (text: string | undefined) =>
        text === undefined ? '-' : `${text.length}${'+'.repeat(text.split(token).length - 1)}`;
    return [
        of(file),
        ...Array.from(documents, ({ metadata: { path, dirty, onDisk }, doc, epoch }) =>
            [path, epoch.slice(0, 4), of(doc.getText('content').toJSON()), dirty && 'dirty', !onDisk && 'gone']
                .filter(Boolean)
                .join(' ')
        ),
        ...Array.from(typists, ({ name, text, replica, keptText }) =>
            [
                name,
                of(text),
                replica?.epoch.slice(0, 4),
                replica?.live === true ? 'live' : 'away',
                replica?.acknowledged === false && 'unacknowledged',
                keptText !== '' && `kept ${of(keptText)}`
            ]
                .filter(Boolean)
                .join(' ')
        )
    ].join(' | ');
}

/** Where a text begins to differ from another one. */
export function around(text: string, other: string): string {
    let at = 0;
    while (at < text.length && text[at] === other[at]) {
        at++;
    }
    return `${JSON.stringify(text.slice(Math.max(0, at - 10), at + 30))} at ${at} of ${text.length}`;
}
