const USER_INFORMATION = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)([^\s/?#'"]*)@/gi;

/** A text with the user name and password taken out of every URL in it. */
export function withoutCredentials(text: string): string {
    return text.replaceAll(USER_INFORMATION, (whole: string, scheme: string, information: string) =>
        // The user name of an ssh address is part of the address, and no secret by itself.
        scheme.toLowerCase() === 'ssh://' && !information.includes(':') ? whole : scheme
    );
}
