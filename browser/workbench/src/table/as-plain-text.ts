/** Text that stands in a notification as it is, such as a name: notifications are Markdown. */
export function asPlainText(text: string): string {
    return text.replace(/[\\`*_[\]<>()#~|!&:/]/g, '\\$&');
}
