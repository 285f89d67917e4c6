import { classNames } from "@/lib/classNames";
import { displayAmount } from "@/lib/money/displayAmount";

type Props = {
  readonly minor: bigint;
  /** Null while the house has not said it: nothing is shown of the amount then. */
  readonly decimals: number | null;
  readonly currency?: string | undefined;
  /** In a column, zeros keep the decimal points in line. */
  readonly isInColumn?: boolean;
  /** Gains and losses carry their sign and their colour. */
  readonly isSigned?: boolean;
};

/** An exact amount: nothing is rounded away. */
export function Amount({ minor, decimals, currency, isInColumn = false, isSigned = false }: Props) {
  const { figures, padding } = displayAmount(minor < 0n ? -minor : minor, decimals);
  if (decimals === null) return <span className="figures text-ink-faint">{figures}</span>;
  const sign = minor < 0n ? "−" : isSigned && minor > 0n ? "+" : "";
  const colour = isSigned && (minor > 0n ? "text-positive" : minor < 0n ? "text-negative" : undefined);
  return (
    <span className={classNames("figures whitespace-nowrap", colour)}>
      {sign}
      {figures}
      {isInColumn && padding !== "" && (
        <span aria-hidden className="text-ink-faint">
          {padding}
        </span>
      )}
      {currency !== undefined && <span className="text-ink-faint"> {currency}</span>}
    </span>
  );
}
