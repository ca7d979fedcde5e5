/** Texts that are dear to read, each read once until it is forgotten. */
export class RememberedTexts {
    /** By address; also those that could not be read. */
    private readonly texts = new Map<string, Promise<string>>();

    constructor(
        private readonly readAnew: (address: string) => Promise<string>,
        /** More are not kept; the oldest goes first. */
        private readonly most: number
    ) {}

    /** Rejects as reading it did. */
    read(address: string): Promise<string> {
        let text = this.texts.get(address);
        if (text === undefined) {
            text = this.readAnew(address);
            // Whoever waits for it is told.
            text.catch(() => undefined);
            this.texts.set(address, text);
            const [oldest] = this.texts.keys();
            if (this.texts.size > this.most && oldest !== undefined) {
                this.texts.delete(oldest);
            }
        }
        return text;
    }

    /** Forgets those at some addresses; what is being read now is no answer to whoever asks from now on. */
    forget(isMeant: (address: string) => boolean = () => true): void {
        for (const address of [...this.texts.keys()].filter(isMeant)) {
            this.texts.delete(address);
        }
    }
}
