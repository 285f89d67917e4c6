import type { ReactNode } from "react";

/** A part of a card with a heading of its own. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="border-b pb-2 text-sm font-medium">{title}</h3>
      {children}
    </section>
  );
}
