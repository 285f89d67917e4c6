import type { ReactNode } from "react";

export function PageHeading({
  title,
  lead,
  aside,
}: {
  readonly title: string;
  readonly lead?: string;
  readonly aside?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-4">
      <div className="max-w-2xl">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {lead !== undefined && <p className="mt-2 text-balance text-ink-soft">{lead}</p>}
      </div>
      {aside}
    </div>
  );
}
