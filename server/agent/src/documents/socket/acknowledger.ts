/** Tells how far updates are safe: the highest sequence up to which all are, at most once in a turn of the event loop. */
export class Acknowledger {
    private readonly outstanding: { readonly sequence: number; safe: boolean }[] = [];
    private safe: number | undefined;
    private turn: NodeJS.Immediate | undefined;

    constructor(private tell: (sequence: number) => void) {}

    /** An update whose promise resolves when it is safe. If it never is, neither are those after it. */
    add(sequence: number, saved: Promise<void>): void {
        const entry = { sequence, safe: false };
        this.outstanding.push(entry);
        saved.then(
            () => {
                entry.safe = true;
                this.advance();
            },
            (error: unknown) => console.error('An edit could not be kept:', error)
        );
    }

    dispose(): void {
        if (this.turn !== undefined) {
            clearImmediate(this.turn);
        }
        this.tell = () => undefined;
    }

    private advance(): void {
        while (this.outstanding[0]?.safe === true) {
            this.safe = this.outstanding.shift()?.sequence;
        }
        if (this.safe !== undefined) {
            this.turn ??= setImmediate(() => {
                this.turn = undefined;
                const { safe } = this;
                this.safe = undefined;
                if (safe !== undefined) {
                    this.tell(safe);
                }
            });
        }
    }
}
