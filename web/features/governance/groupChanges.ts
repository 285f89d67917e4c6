import type { ChangePlace, GovernanceChange } from "#domain/api/governance.ts";
import { type ToldChange, toldChange } from "@/features/governance/toldChange";

/** What one transaction changed. */
export type ChangeGroup = { readonly changed: ChangePlace; readonly entries: readonly ChangeEntry[] };

export type ChangeEntry =
  | {
      readonly kind: "told";
      readonly change: Exclude<ToldChange, FunctionGiven>;
      /** The function that it is about. */
      readonly call: string | null;
      readonly key: number;
    }
  /** Functions of one contract that were given to one role, which a deployment does by the dozen. */
  | {
      readonly kind: "functions";
      readonly roleId: string;
      readonly target: string;
      /** By name, or by selector where it has none. */
      readonly calls: readonly string[];
      readonly key: number;
    }
  /** There are no words for it, or its arguments are too long to be sent. */
  | { readonly kind: "named"; readonly name: string; readonly isTooLong: boolean; readonly key: number };

type FunctionGiven = Extract<ToldChange, { name: "TargetFunctionRoleUpdated" }>;

/** Changes, newest first, by the transactions that made them; within one in the order in which they were made. */
export function groupChanges(changes: readonly GovernanceChange[]): ChangeGroup[] {
  const groups = Map.groupBy(changes, ({ changed }) => `${changed.blockNumber} ${changed.txHash}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ changed: first.changed, entries: entriesOf(group.toReversed()) }];
  });
}

function entriesOf(changes: readonly GovernanceChange[]): ChangeEntry[] {
  const entries: ChangeEntry[] = [];
  for (const { name, args, call, changed } of changes) {
    const key = changed.logIndex;
    const parsed = toldChange.safeParse({ name, args });
    if (!parsed.success) entries.push({ kind: "named", name, isTooLong: args === null, key });
    else if (parsed.data.name === "TargetFunctionRoleUpdated")
      addFunction(entries, parsed.data, { call, key });
    else entries.push({ kind: "told", change: parsed.data, call, key });
  }
  return entries;
}

function addFunction(
  entries: ChangeEntry[],
  { args: { roleId, target, selector } }: FunctionGiven,
  { call, key }: { readonly call: string | null; readonly key: number },
): void {
  const at = entries.findIndex(
    (entry) => entry.kind === "functions" && entry.roleId === roleId && entry.target === target,
  );
  const known = entries[at];
  if (known?.kind !== "functions") {
    entries.push({ kind: "functions", roleId, target, calls: [call ?? selector], key });
    return;
  }
  entries[at] = { ...known, calls: [...known.calls, call ?? selector] };
}
