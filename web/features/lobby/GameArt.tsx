import type { ReactNode } from "react";

/** A quiet picture of how a game works: a scale with its winning part, a curve over its target, pins and a ball. */
export function GameArt({ game }: { readonly game: string }) {
  return (
    <svg aria-hidden viewBox="0 0 320 96" className="mx-auto h-24 w-full max-w-sm" fill="none">
      {PICTURES[game]?.() ?? <Tiles marked={[2, 9]} />}
    </svg>
  );
}

const PICTURES: Readonly<Record<string, () => ReactNode>> = {
  dice: Scale,
  limbo: Curve,
  crash: Rise,
  plinko: Pins,
  roulette: Pockets,
  keno: () => <Tiles marked={[1, 4, 10, 12, 17]} />,
  wheel: Ring,
  mines: Mines,
  hilo: () => <Cards places={[112, 164]} />,
  blackjack: () => <Cards places={[86, 138, 190]} />,
};

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

function Rise() {
  return (
    <>
      <path d="M16 86h288" className="stroke-control" strokeWidth="1.5" strokeLinecap="round" />
      <path d="M16 84C110 82 180 66 228 22V86H16Z" className="fill-border" />
      <path d="M16 84C110 82 180 66 228 22" className="stroke-accent" strokeWidth="4" strokeLinecap="round" />
      <circle cx="228" cy="22" r="6" className="fill-ink" />
    </>
  );
}

function Pins() {
  return (
    <>
      {[0, 1, 2, 3].flatMap((row) =>
        Array.from({ length: row + 3 }, (_, pin) => {
          const x = 160 + (pin - (row + 2) / 2) * 30;
          return <circle key={`${x} ${row}`} cx={x} cy={10 + row * 20} r="3" className="fill-control" />;
        }),
      )}
      {[0, 1, 2, 3, 4].map((slot) => (
        <path
          key={slot}
          d={`M${89 + slot * 30} 90h22`}
          className={slot === 3 ? "stroke-accent" : "stroke-border"}
          strokeWidth="6"
          strokeLinecap="round"
        />
      ))}
      <circle cx="175" cy="42" r="7" className="fill-accent" />
    </>
  );
}

function Pockets() {
  return (
    <>
      {[0, 1, 2, 3, 4, 5, 6, 7, 8].map((place) => (
        <rect
          key={place}
          x={14 + place * 33}
          y="30"
          width="28"
          height="44"
          rx="5"
          className={place === 4 ? "fill-accent" : place % 2 === 0 ? "fill-control" : "fill-border"}
        />
      ))}
      <path d="M160 8v14" className="stroke-ink" strokeWidth="3" strokeLinecap="round" />
      <circle cx="160" cy="86" r="5" className="fill-ink" />
    </>
  );
}

/** Tiles, four of them to a column; the marked ones stand out. */
function Tiles({ marked }: { readonly marked: readonly number[] }) {
  return Array.from({ length: 24 }, (_, tile) => {
    const x = 94 + (tile % 8) * 17;
    const y = 20 + Math.floor(tile / 8) * 20;
    return (
      <rect
        key={`${x} ${y}`}
        x={x}
        y={y}
        width="13"
        height="15"
        rx="3"
        className={marked.includes(tile) ? "fill-accent" : "fill-border"}
      />
    );
  });
}

function Ring() {
  return (
    <>
      <circle cx="160" cy="50" r="36" className="stroke-border" strokeWidth="12" />
      {[0, 1, 2, 3, 4].map((segment) => (
        <circle
          key={segment}
          cx="160"
          cy="50"
          r="36"
          className="stroke-accent"
          strokeWidth="12"
          pathLength="10"
          strokeDasharray="0.94 9.06"
          strokeDashoffset={-2 * segment}
        />
      ))}
      <path d="M154 2h12l-6 11z" className="fill-ink" />
    </>
  );
}

function Mines() {
  return (
    <>
      <Tiles marked={[3, 4, 11, 18]} />
      <circle cx="204" cy="47" r="5" className="fill-ink" />
    </>
  );
}

/** Cards side by side, the last one turned over. */
function Cards({ places }: { readonly places: readonly number[] }) {
  return places.map((x, index) => {
    const isLast = index === places.length - 1;
    return (
      <g key={x}>
        <rect x={x} y="14" width="44" height="66" rx="7" className={isLast ? "fill-accent" : "fill-border"} />
        <path
          d={`M${x + 13} 38l9 -9l9 9`}
          className={isLast ? "stroke-on-accent" : "stroke-control"}
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <path
          d={`M${x + 13} 56l9 9l9 -9`}
          className={isLast ? "stroke-on-accent" : "stroke-control"}
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </g>
    );
  });
}
