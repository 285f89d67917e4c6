import { axisSteps, curvePath, HEIGHT, placeOf, viewAt, WIDTH } from "@/features/games/crash/curveView";
import { classNames } from "@/lib/classNames";

type Props = {
  readonly elapsedMs: number;
  readonly hasCrashed: boolean;
  /** Milliseconds after the start at which the player's bet got out; null when it did not. */
  readonly outAtMs: number | null;
};

const MS_PER_SECOND = 1_000;

/** The round's curve so far. A picture of the figure above it, and nothing that the figure does not say. */
export function CrashCurve({ elapsedMs, hasCrashed, outAtMs }: Props) {
  const view = viewAt(elapsedMs);
  const end = placeOf(elapsedMs, view);
  const line = curvePath(elapsedMs, view);
  const out = outAtMs === null || outAtMs > elapsedMs ? null : placeOf(outAtMs, view);
  return (
    <div aria-hidden className="absolute inset-0 pt-4 pr-4 pb-8 pl-14 motion-reduce:hidden">
      <div className="relative size-full border-b border-l">
        {axisSteps(1, view.top).map((height) => (
          <div
            key={height}
            className="absolute inset-x-0 border-t border-dashed"
            style={{ bottom: `${(100 * (height - 1)) / (view.top - 1)}%` }}
          >
            <span className="figures absolute right-full mr-2 -translate-y-1/2 text-xs text-ink-faint">
              {height.toFixed(height < 10 && height % 1 !== 0 ? 1 : 0)}×
            </span>
          </div>
        ))}
        {axisSteps(0, view.spanMs / MS_PER_SECOND).map((seconds) => (
          <span
            key={seconds}
            className="figures absolute top-full mt-1.5 -translate-x-1/2 whitespace-nowrap text-xs text-ink-faint"
            style={{ left: `${(100 * seconds * MS_PER_SECOND) / view.spanMs}%` }}
          >
            {seconds} s
          </span>
        ))}
        <svg
          aria-hidden
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
          fill="none"
        >
          <path
            d={`${line}L${end.x.toFixed(2)} ${HEIGHT}L0 ${HEIGHT}Z`}
            className={hasCrashed ? "fill-raised opacity-60" : "fill-accent-soft opacity-70"}
          />
          <path
            d={line}
            vectorEffect="non-scaling-stroke"
            strokeWidth="3"
            strokeLinecap="round"
            className={hasCrashed ? "stroke-control" : "stroke-accent"}
          />
        </svg>
        {out !== null && <Dot place={out} look="border-positive" />}
        <Dot place={end} look={hasCrashed ? "border-control" : "border-accent"} />
      </div>
    </div>
  );
}

/** Drawn outside of the stretched picture, so that it stays round. */
function Dot({ place, look }: { readonly place: { x: number; y: number }; readonly look: string }) {
  return (
    <span
      className={classNames("absolute size-3 -translate-1/2 rounded-full border-3 bg-surface", look)}
      style={{ left: `${(100 * place.x) / WIDTH}%`, top: `${(100 * place.y) / HEIGHT}%` }}
    />
  );
}
