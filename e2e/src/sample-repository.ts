/** A small program in TypeScript that runs on Node as it stands, with one error in one file. */
export const sampleRepository: Readonly<Record<string, string>> = {
    'README.md': '# Guests\n\nA list of guests, for trying an IDE.\n',
    'package.json': JSON.stringify({ name: 'guests', version: '1.0.0', type: 'module', private: true }, undefined, 4),
    'tsconfig.json': JSON.stringify(
        {
            compilerOptions: {
                target: 'es2023',
                module: 'nodenext',
                strict: true,
                noEmit: true,
                allowImportingTsExtensions: true,
                types: []
            },
            include: ['src']
        },
        undefined,
        4
    ),
    '.vscode/launch.json': JSON.stringify(
        {
            version: '0.2.0',
            configurations: [
                {
                    type: 'node',
                    request: 'launch',
                    name: 'Count guests',
                    program: '${workspaceFolder}/count.mjs',
                    console: 'internalConsole',
                    skipFiles: ['<node_internals>/**']
                }
            ]
        },
        undefined,
        4
    ),
    'src/guests.ts': `export interface Guest {
    readonly firstName: string;
    readonly seat: number;
}

export const guests: readonly Guest[] = [
    { firstName: 'Ada', seat: 1 },
    { firstName: 'Grace', seat: 2 }
];
`,
    'src/broken.ts': `import { guests } from './guests.ts';

export const seats: number = guests[0]?.firstName ?? '';
`,
    'src/greeting.ts': `import { guests } from './guests.ts';

export function greeting(index: number): string {
    const guest = guests[index];
    if (!guest) {
        return 'The pomegranate seat is free.';
    }
    return guest.firstName;
}
`,
    'count.mjs': `const seats = [1, 2, 3, 4];

function countSeats(list) {
    const total = list.length;
    return total;
}

console.log('seats:', countSeats(seats));
`
};
