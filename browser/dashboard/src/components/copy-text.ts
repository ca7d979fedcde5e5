/**
 * Puts the text of a field on the clipboard; false when the browser does not allow it. Browsers offer the clipboard to
 * secure origins only, and an installation inside a network may have none: there the field itself is copied.
 */
export async function copyText(field: HTMLInputElement): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(field.value);
        return true;
    } catch {
        field.focus();
        field.select();
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without a secure origin
        return document.execCommand('copy');
    }
}
