import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** Details that are there for whoever asks. */
export function Disclosure({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <details className="group border-t pt-4">
      <summary className="flex cursor-pointer list-none items-center gap-2 rounded-md text-sm text-ink-soft hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        {title}
      </summary>
      <div className="space-y-4 pt-4">{children}</div>
    </details>
  );
}
