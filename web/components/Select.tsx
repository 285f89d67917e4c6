import { ChevronDown } from "lucide-react";
import type { SelectHTMLAttributes } from "react";

/** A choice between more things than fit side by side. */
export function Select({ children, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <div className="relative">
      <select
        {...rest}
        className="h-11 w-full appearance-none rounded-control border border-control bg-sunken pr-9 pl-3 text-ink"
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-faint"
      />
    </div>
  );
}
