const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** A number of bytes to two or three digits, for people. */
export function byteSize(bytes: number): string {
    let value = bytes;
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
        value /= 1000;
        unit += 1;
    }
    const digits = unit === 0 || value >= 9.95 ? 0 : 1;
    return bytes === 1 ? '1 byte' : `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** A number of files, for people. */
export function fileCount(files: number): string {
    return files === 1 ? '1 file' : `${files.toLocaleString('en')} files`;
}
