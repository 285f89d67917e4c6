import { type OwnLimit, usedPercentDown } from "@/features/limits/ownLimit";
import { classNames } from "@/lib/classNames";

type Props = { readonly label: string; readonly limit: OwnLimit };

const NEARLY_FULL_PERCENT = 80;

/** How much of a limit is used. */
export function LimitMeter({ label, limit }: Props) {
  const percent = usedPercentDown(limit);
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers draw a meter of their own, in colours of their own
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 overflow-hidden rounded-full bg-raised"
    >
      <div
        className={classNames(
          "h-full rounded-full",
          percent >= 100 ? "bg-negative" : percent >= NEARLY_FULL_PERCENT ? "bg-warning" : "bg-accent",
        )}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
