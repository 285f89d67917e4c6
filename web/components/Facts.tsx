import type { ReactNode } from "react";

type Fact = { readonly name: string; readonly value: ReactNode };

/** Names and values, line by line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="divide-y">
      {facts.map(({ name, value }) => (
        <div key={name} className="flex flex-wrap justify-between gap-x-6 gap-y-1 py-2.5 text-sm">
          <dt className="text-ink-faint">{name}</dt>
          <dd className="figures min-w-0 text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
