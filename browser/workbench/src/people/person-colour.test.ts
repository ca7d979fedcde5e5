import { expect, test } from 'vitest';
import { AWAY_COLOUR_ID, colourIdOf, colourOf, personColours } from './person-colour';

/** Red, green and blue in linear light, from 0 to 1. */
type Light = readonly [number, number, number];
type Matrix = readonly [Light, Light, Light];

/** How those without one kind of cones see, after Machado, Oliveira and Fernandes (2009), severity 1. */
const sights: readonly (readonly [string, Matrix])[] = [
    [
        'everybody',
        [
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1]
        ]
    ],
    [
        'protanopia',
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998]
        ]
    ],
    [
        'deuteranopia',
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.01182, 0.04294, 0.968881]
        ]
    ],
    [
        'tritanopia',
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.3039]
        ]
    ]
];

/** Steps that are far more than just noticeable (0.02) in Oklab. */
const FAR_APART = 0.055;
const FAR_APART_FOR_MOST = 0.11;

const lightOf = (hex: string): Light =>
    [1, 3, 5].map(at => {
        const c = parseInt(hex.slice(at, at + 2), 16) / 255;
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    }) as unknown as Light;

const times = (matrix: Matrix, light: Light): Light =>
    matrix.map(row => row.reduce((sum, factor, at) => sum + factor * (light[at] ?? 0), 0)) as unknown as Light;

const clamped = (light: Light): Light => light.map(c => Math.min(1, Math.max(0, c))) as unknown as Light;

function oklab(light: Light): Light {
    const cones = times(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005]
        ],
        light
    ).map(Math.cbrt) as unknown as Light;
    return times(
        [
            [0.2104542553, 0.793617785, -0.0040720468],
            [1.9779984951, -2.428592205, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.808675766]
        ],
        cones
    );
}

const luminance = ([r, g, b]: Light) => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function contrast(one: string, other: string): number {
    const [dim = 0, bright = 0] = [one, other].map(hex => luminance(lightOf(hex))).sort((a, b) => a - b);
    return (bright + 0.05) / (dim + 0.05);
}

test.each(sights)('any two colours can be told apart in either theme: %s', (sight, matrix) => {
    const far = sight === 'everybody' ? FAR_APART_FOR_MOST : FAR_APART;
    for (const theme of ['dark', 'light'] as const) {
        const seen = personColours.map(colour => oklab(clamped(times(matrix, lightOf(colour[theme])))));
        for (const [index, one] of seen.entries()) {
            for (const other of seen.slice(index + 1)) {
                expect(Math.hypot(...one.map((value, at) => value - (other[at] ?? 0)))).toBeGreaterThan(far);
            }
        }
    }
});

test.each(personColours)('letters can be read on $dark and $light, and in them', ({ dark, light }) => {
    for (const [colour, other] of [
        [dark, '#101010'],
        [dark, '#252526'],
        [light, '#ffffff'],
        [light, '#f3f3f3']
    ] as const) {
        expect(contrast(colour, other)).toBeGreaterThanOrEqual(4.5);
    }
});

test('the agent may count further than there are colours, and those who are away have one too', () => {
    expect(colourIdOf(personColours.length + 3)).toBe(colourIdOf(3));
    expect(colourIdOf(undefined)).toBe(AWAY_COLOUR_ID);
    expect(colourOf(3)).toBe('var(--theia-longtable-person3)');
});
