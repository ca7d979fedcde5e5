/** The link of a snapshot as a badge, for a README. */
export function badgeMarkdown(url: string): string {
    return `[![Open in Longtable](${badgeAddress(url)})](${url})`;
}

export function badgeHtml(url: string): string {
    return `<a href="${url}"><img src="${badgeAddress(url)}" alt="Open in Longtable" height="28"></a>`;
}

function badgeAddress(url: string): string {
    return new URL('/badge.svg', url).href;
}
