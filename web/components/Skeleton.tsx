import { classNames } from "@/lib/classNames";

/** Holds the place of what is on its way. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={classNames("block animate-pulse rounded-md bg-raised", className)} />;
}
