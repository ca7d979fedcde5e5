/** The mark, a long table with a free seat, and the name beside it. */
export function Logo() {
    return (
        <span className="logo">
            <svg className="logo-mark" viewBox="0 0 44 32" aria-hidden>
                <rect className="oak" x="1" y="11.5" width="42" height="9" rx="2.5" />
                {[8, 22, 36].map(x => (
                    <circle className="seat-taken" key={x} cx={x} cy={5.5} r={3.2} />
                ))}
                <circle className="seat-taken" cx={8} cy={26.5} r={3.2} />
                <circle className="seat-taken" cx={22} cy={26.5} r={3.2} />
                <circle className="seat-free" cx={36} cy={26.5} r={2.5} />
            </svg>
            <span className="logo-name">Longtable</span>
        </span>
    );
}
