const names = [':layout', ':perspective-layouts', ':breakpoints'] as const;

/** Whether a person would miss what is kept under a name. Histories come again by themselves. */
export function matters(name: string): boolean {
    return names.some(end => name.endsWith(end));
}
