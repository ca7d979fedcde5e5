/** The page of a repository for a browser; undefined when its address is none that a browser opens. */
export function webAddressOf(address: string): string | undefined {
    try {
        const url = new URL(address);
        if (url.protocol !== 'https:' && url.protocol !== 'http:') {
            return undefined;
        }
        // A link must not carry a password, whatever the address held.
        url.username = '';
        url.password = '';
        return url.href.replace(/\.git\/?$/, '');
    } catch {
        return undefined;
    }
}
