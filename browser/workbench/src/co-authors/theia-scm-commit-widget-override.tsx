// Upstream: @theia/scm/lib/browser/scm-commit-widget, 1.74.1, `ScmCommitWidget.renderInput`.
// Reason: the box for the commit message is to offer naming everybody whose live edits are about to be committed.
// Contract: theia-overrides.test.ts.
import { type Message } from '@theia/core/shared/@lumino/messaging';
import { inject, injectable } from '@theia/core/shared/inversify';
import * as React from '@theia/core/shared/react';
import { ScmCommitWidget } from '@theia/scm/lib/browser/scm-commit-widget';
import { type ScmInput } from '@theia/scm/lib/browser/scm-input';
import { notNamedIn, withTrailers } from './co-author-trailers';
import { CoAuthorsService } from './co-authors-service';

@injectable()
export class LongtableScmCommitWidget extends ScmCommitWidget {
    @inject(CoAuthorsService)
    protected readonly coAuthorsService: CoAuthorsService;

    protected override onAfterAttach(message: Message): void {
        super.onAfterAttach(message);
        this.toDisposeOnDetach.push(this.coAuthorsService.onDidChange(() => this.update()));
    }

    protected override renderInput(input: ScmInput): React.ReactNode {
        const missing = notNamedIn(input.value, this.coAuthorsService.coAuthors);
        return (
            <>
                {super.renderInput(input)}
                {missing.length > 0 && (
                    <div className="longtable-co-authors" role="status">
                        <span>{`Staged with edits of ${missing.map(({ name }) => name).join(', ')}`}</span>
                        <button
                            className="theia-button secondary"
                            title="Adds a Co-authored-by line for each of them to the message"
                            onClick={() => {
                                input.value = withTrailers(input.value, missing);
                                this.update();
                            }}
                        >
                            Add co-authors
                        </button>
                    </div>
                )}
            </>
        );
    }
}
