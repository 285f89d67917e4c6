/** A quiet picture of how a game works: a scale with its winning part, a curve over its target. */
export function GameArt({ game }: { readonly game: string }) {
  return (
    <svg aria-hidden viewBox="0 0 320 96" className="mx-auto h-24 w-full max-w-sm" fill="none">
      {game === "limbo" ? <Curve /> : <Scale />}
    </svg>
  );
}

function Scale() {
  return (
    <>
      {[0, 1, 2, 3, 4].map((tick) => (
        <path key={tick} d={`M${16 + tick * 72} 70v8`} className="stroke-control" strokeWidth="1.5" />
      ))}
      <path d="M16 52h150" className="stroke-border" strokeWidth="8" strokeLinecap="round" />
      <path d="M166 52h138" className="stroke-accent" strokeWidth="8" strokeLinecap="round" />
      <path d="M166 34v36" className="stroke-ink" strokeWidth="3" strokeLinecap="round" />
      <rect
        x="226"
        y="12"
        width="20"
        height="20"
        rx="5"
        transform="rotate(45 236 22)"
        className="fill-accent"
      />
    </>
  );
}

function Curve() {
  return (
    <>
      <path
        d="M16 40h288"
        className="stroke-control"
        strokeWidth="1.5"
        strokeDasharray="2 6"
        strokeLinecap="round"
      />
      <path
        d="M16 84C120 84 190 74 232 44C256 27 266 16 272 8"
        className="stroke-accent"
        strokeWidth="4"
        strokeLinecap="round"
      />
      <circle cx="237" cy="40" r="6" className="fill-ink" />
    </>
  );
}
