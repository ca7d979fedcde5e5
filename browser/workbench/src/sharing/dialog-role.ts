/** Tells screen readers what Theia's dialogs are, which say so by their looks alone. */
export function markAsDialog(node: HTMLElement, title: string): void {
    const block = node.querySelector('.dialogBlock');
    block?.setAttribute('role', 'dialog');
    block?.setAttribute('aria-modal', 'true');
    block?.setAttribute('aria-label', title);
    const close = node.querySelector<HTMLElement>('.dialogTitle .closeButton');
    if (close) {
        close.setAttribute('role', 'button');
        close.setAttribute('aria-label', 'Close');
        close.tabIndex = 0;
        close.addEventListener('keydown', event => {
            if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault();
                event.stopPropagation();
                close.click();
            }
        });
    }
}
