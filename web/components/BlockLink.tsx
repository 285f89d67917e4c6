import { ExplorerLink } from "@/components/ExplorerLink";

/** A block's number, to look at where the chain has an explorer. */
export function BlockLink({ number }: { readonly number: string }) {
  return (
    <span className="figures inline-flex items-center gap-1">
      {number}
      <ExplorerLink kind="block" id={number} />
    </span>
  );
}
