import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { DEPLOYED_EXTENSIONS_PATH, type DeployedExtensions } from '@longtable/common';
import type { BackendApplicationContribution } from '@theia/core/lib/node/backend-application';
import { LocalizationProvider } from '@theia/core/lib/node/i18n/localization-provider';
import type { Application, Request, Response } from '@theia/core/shared/express';
import { inject, injectable } from '@theia/core/shared/inversify';
import { PluginDeployerHandler } from '@theia/plugin-ext/lib/common/plugin-protocol';
import { HostedPluginLocalizationService } from '@theia/plugin-ext/lib/hosted/node/hosted-plugin-localization-service';

/** A description as it is sent, in each encoding that somebody asked for. */
interface Description {
    readonly of: string;
    readonly tag: string;
    readonly text: string;
    readonly encoded: Map<Encoding, Promise<Buffer>>;
}

type Encoding = 'br' | 'gzip';

/** Little time for most of what there is to win. */
const BROTLI_QUALITY = 5;

/**
 * Describes the deployed extensions by HTTP, where a browser can ask for them before the workbench runs, gets them
 * compressed as a whole, and keeps them for the next time. By Theia's own way they are megabytes in some hundred messages that
 * nothing else gets past.
 */
@injectable()
export class DeployedExtensionsContribution implements BackendApplicationContribution {
    @inject(PluginDeployerHandler)
    protected readonly deployer: PluginDeployerHandler;

    @inject(HostedPluginLocalizationService)
    protected readonly localization: HostedPluginLocalizationService;

    @inject(LocalizationProvider)
    protected readonly languages: LocalizationProvider;

    protected last: Description | undefined;

    configure(application: Application): void {
        application.get(DEPLOYED_EXTENSIONS_PATH, (request, response, next) => {
            this.answer(request, response).catch(next);
        });
    }

    protected async answer(request: Request, response: Response): Promise<void> {
        const description = await this.describe();
        // Kept by the browser, and asked for again each time: the answer is short as long as nothing has changed.
        response.setHeader('cache-control', 'private, no-cache');
        response.setHeader('vary', 'accept-encoding');
        response.setHeader('etag', description.tag);
        if (request.headers['if-none-match']?.includes(description.tag)) {
            response.status(304).end();
            return;
        }
        const encoding = (['br', 'gzip'] as const).find(one => request.acceptsEncodings(one) !== false);
        response.setHeader('content-type', 'application/json; charset=utf-8');
        if (encoding) {
            response.setHeader('content-encoding', encoding);
        }
        response.end(encoding ? await encode(description, encoding) : description.text);
    }

    /** Made once for the same extensions in the same language. */
    protected async describe(): Promise<Description> {
        // One that also runs in a browser is there twice.
        const ids = [...new Set(await this.deployer.getDeployedPluginIds())];
        const language = this.languages.getCurrentLanguage();
        const of = [language, ...ids].join(' ');
        if (this.last?.of !== of) {
            const deployed = ids.flatMap(id => this.deployer.getDeployedPlugin(id) ?? []);
            const extensions = await Promise.all(deployed.map(one => this.localization.localizePlugin(one)));
            const text = JSON.stringify({ language, extensions } satisfies Record<keyof DeployedExtensions, unknown>);
            const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
            this.last = { of, tag, text, encoded: new Map() };
        }
        return this.last;
    }
}

function encode({ text, encoded }: Description, encoding: Encoding): Promise<Buffer> {
    let result = encoded.get(encoding);
    if (!result) {
        result =
            encoding === 'gzip'
                ? promisify(gzip)(text)
                : promisify(brotliCompress)(text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
        encoded.set(encoding, result);
    }
    return result;
}
