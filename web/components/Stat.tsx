import type { ReactNode } from "react";

/** One figure and what it means. */
export function Stat({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}) {
  return (
    <div className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-4 sm:block">
      <p className="text-sm text-ink-faint">{name}</p>
      <p className="figures text-lg font-medium sm:mt-1 sm:text-xl xl:text-2xl">{value}</p>
      {note !== undefined && (
        <p className="w-full text-right text-sm text-ink-soft sm:mt-1 sm:text-left">{note}</p>
      )}
    </div>
  );
}
