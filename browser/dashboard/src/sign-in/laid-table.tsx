const PITCH = 132;
const HALF_LENGTH = PITCH * 30;
const FAR_SIDE = 28;
const NEAR_SIDE = 292;

/**
 * Who sits where, counted in seats from the middle of the page. The card lies over the two in the middle, except on a
 * phone, where they are the ones to be seen.
 */
const people = [
    { seat: -5, side: NEAR_SIDE, tone: 1 },
    { seat: -4, side: FAR_SIDE, tone: 2 },
    { seat: -3, side: NEAR_SIDE, tone: 3 },
    { seat: -1, side: FAR_SIDE, tone: 1 },
    { seat: 0, side: FAR_SIDE, tone: 2 },
    { seat: 2, side: FAR_SIDE, tone: 1 },
    { seat: 3, side: FAR_SIDE, tone: 3 },
    { seat: 4, side: NEAR_SIDE, tone: 2 }
] as const;

/** A long table that runs past both edges of the page, with a few people at it. Decoration only. */
export function LaidTable() {
    return (
        <svg className="laid-table" aria-hidden height="320" width="100%">
            <defs>
                <pattern id="seats" width={PITCH} height="320" patternUnits="userSpaceOnUse">
                    <circle className="seat-free" cx={PITCH / 2} cy={FAR_SIDE} r="19" />
                    <circle className="seat-free" cx={PITCH / 2} cy={NEAR_SIDE} r="19" />
                </pattern>
            </defs>
            <svg x="50%" overflow="visible">
                <rect x={-HALF_LENGTH} width={HALF_LENGTH * 2} height="320" fill="url(#seats)" />
                <rect className="oak" x={-HALF_LENGTH} y="64" width={HALF_LENGTH * 2} height="192" />
                {[128, 192].map(y => (
                    <line className="oak-joint" key={y} x1={-HALF_LENGTH} x2={HALF_LENGTH} y1={y} y2={y} />
                ))}
                {people.map(({ seat, side, tone }) => (
                    <g key={seat} transform={`translate(${(seat + 0.5) * PITCH} 0)`}>
                        <circle className={`person-${tone}`} cy={side} r="20" />
                        <g transform={`translate(0 ${side === FAR_SIDE ? 74 : 212})`}>
                            <rect className="laptop" x="-27" width="54" height="34" rx="5" />
                            <line className={`code-line code-line-${tone}`} x1="-17" x2="5" y1="12" y2="12" />
                            <line className={`code-line code-line-${tone}`} x1="-9" x2="15" y1="21" y2="21" />
                        </g>
                    </g>
                ))}
            </svg>
        </svg>
    );
}
