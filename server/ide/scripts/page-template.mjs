/** Stands in a page for the address of the static files of a build, without a slash at its end. */
export const STATIC_PLACEHOLDER = '{{STATIC}}';

/** The product's icon, a file beside the others of a build. */
export const ICON = 'favicon.svg';

const reference = /<(script|link)\b([^>]*?)\b(src|href)="\.\/([^"]+)"/g;

/**
 * Turns a page that Theia generates into a template: what it loads from beside itself comes from the placeholder, by
 * CORS, since that may be another origin.
 *
 * @param {string} html
 */
export function toPageTemplate(html) {
    let found = 0;
    const template = html.replaceAll(reference, (_, tag, before, attribute, file) => {
        found++;
        return `<${tag}${before}crossorigin="anonymous" ${attribute}="${STATIC_PLACEHOLDER}/${file}"`;
    });
    if (found === 0) {
        throw new Error('The page loads nothing from beside itself. Has Theia changed how it generates pages?');
    }
    return template;
}

/**
 * Gives a page the icon of the product.
 *
 * @param {string} html
 */
export function addIcon(html) {
    if (!html.includes('</head>')) {
        throw new Error('The page has no head to put the icon into. Has Theia changed how it generates pages?');
    }
    return html.replace(
        '</head>',
        `<link rel="icon" type="image/svg+xml" href="${STATIC_PLACEHOLDER}/${ICON}"></head>`
    );
}

/**
 * Has the browser fetch something of the workspace while it still loads the programs of the page.
 *
 * @param {string} html
 * @param {string} path on the origin of the page
 */
export function addPreload(html, path) {
    if (!html.includes('</head>')) {
        throw new Error('The page has no head to put a preload into. Has Theia changed how it generates pages?');
    }
    return html.replace('</head>', `<link rel="preload" as="fetch" crossorigin="anonymous" href="${path}"></head>`);
}
