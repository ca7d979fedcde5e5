import { describe, expect, test } from 'vitest';
import { loadWorkerBesideBundle } from './frontend-entry.mjs';
import { addIcon, addPreload, toPageTemplate } from './page-template.mjs';

describe('a page', () => {
    test('loads its script and style from the placeholder, by CORS', () => {
        const html =
            '<link rel="stylesheet" href="./bundle.css"><script type="text/javascript" src="./bundle.js" charset="utf-8"></script>';
        expect(toPageTemplate(html)).toBe(
            '<link rel="stylesheet" crossorigin="anonymous" href="{{STATIC}}/bundle.css">' +
                '<script type="text/javascript" crossorigin="anonymous" src="{{STATIC}}/bundle.js" charset="utf-8"></script>'
        );
    });

    test('keeps addresses that are not beside it', () => {
        const html = '<link rel="icon" href="https://example.org/a.png"><script src="./a.js"></script>';
        expect(toPageTemplate(html)).toContain('href="https://example.org/a.png"');
    });

    test('shows the icon of the product', () => {
        expect(addIcon('<html><head><title>Longtable</title></head></html>')).toBe(
            '<html><head><title>Longtable</title><link rel="icon" type="image/svg+xml" href="{{STATIC}}/favicon.svg"></head></html>'
        );
        expect(() => addIcon('<html></html>')).toThrow(/no head/);
    });

    test('has the browser fetch early what it will ask for', () => {
        expect(addPreload('<html><head></head></html>', '/extensions')).toBe(
            '<html><head><link rel="preload" as="fetch" crossorigin="anonymous" href="/extensions"></head></html>'
        );
        expect(() => addPreload('<html></html>', '/extensions')).toThrow(/no head/);
    });

    test('that loads nothing is an error, since the rewriting would be without effect', () => {
        expect(() => toPageTemplate('<script src="/bundle.js"></script>')).toThrow(/loads nothing/);
    });
});

describe('the entry of the workbench', () => {
    /**
     * @param {string} source
     * @param {string} src address of the script
     */
    function workerUrl(source, src) {
        const self = /** @type {{ url?: string }} */ ({});
        new Function('self', 'document', 'URL', loadWorkerBesideBundle(source))(self, { currentScript: { src } }, URL);
        return self.url;
    }

    test('takes the worker from where the script came from', () => {
        expect(workerUrl("self.url = './editor.worker.js'", 'https://hub.example.org/static/1234/bundle.js')).toBe(
            'https://hub.example.org/static/1234/editor.worker.js'
        );
    });

    test('that names no worker is an error', () => {
        expect(() => loadWorkerBesideBundle("self.url = './worker.js'")).toThrow(/no longer names its worker/);
    });
});
