import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

/** One line across the page, below the header, about something that everyone at this screen must know. */
export function BannerLine({ children }: { readonly children: ReactNode }) {
  return (
    <div className="border-b bg-warning-soft text-sm text-ink">
      <div className="mx-auto flex min-h-10 max-w-7xl flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 sm:px-6">
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
        {children}
      </div>
    </div>
  );
}
