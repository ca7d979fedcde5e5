import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';

/** A table of figures with what has to be known to read it. */
export interface Table {
    readonly title: string;
    readonly notes: readonly string[];
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number)[])[];
}

/** Prints a table for people, with the load of the machine, without which no tail means anything. */
export function print(table: Table): void {
    const cells = [table.columns, ...table.rows.map(row => row.map(show))];
    const widths = table.columns.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)));
    const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    console.log(`\n${table.title}  (load ${loadavg()[0]?.toFixed(1) ?? '?'})`);
    console.log(cells.map(line).join('\n'));
    for (const note of table.notes) {
        console.log(`  ${note}`);
    }
}

/** Keeps the tables of a run as JSON in `bench/results/`. */
export async function save(tables: readonly Table[]): Promise<string> {
    const directory = path.resolve(import.meta.dirname, '../results');
    await mkdir(directory, { recursive: true });
    const at = new Date().toISOString();
    const file = path.join(directory, `${at.replaceAll(':', '-')}.json`);
    await writeFile(file, `${JSON.stringify({ at, load: loadavg(), node: process.version, tables }, undefined, 4)}\n`);
    return file;
}

function show(value: string | number): string {
    return typeof value === 'string' ? value : value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
