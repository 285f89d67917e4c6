/** What a key asks of a tree of rows, by the practice of tree grids. */
type TreeIntent = "open" | "close" | "next" | "previous" | "first" | "last" | "parent" | "visit" | null;

type Row = { readonly isOpen: boolean; readonly hasMembers: boolean };

/** Left and right open and close; where there is nothing to open or close they lead to the first below and to the one above. */
export function treeIntent(key: string, { isOpen, hasMembers }: Row): TreeIntent {
  switch (key) {
    case "ArrowDown":
      return "next";
    case "ArrowUp":
      return "previous";
    case "Home":
      return "first";
    case "End":
      return "last";
    case "Enter":
      return "visit";
    case "ArrowRight":
      if (!hasMembers) return null;
      return isOpen ? "next" : "open";
    case "ArrowLeft":
      return isOpen ? "close" : "parent";
    default:
      return null;
  }
}

/** Which row is focused next, among rows that are known by their depths from the top; null: the focus stays. */
export function rowAfter(intent: TreeIntent, depths: readonly number[], index: number): number | null {
  const depth = depths[index];
  if (depth === undefined) return null;
  switch (intent) {
    case "next":
      return index + 1 < depths.length ? index + 1 : null;
    case "previous":
      return index > 0 ? index - 1 : null;
    case "first":
      return 0;
    case "last":
      return depths.length - 1;
    case "parent": {
      const above = depths.slice(0, index).findLastIndex((other) => other < depth);
      return above === -1 ? null : above;
    }
    default:
      return null;
  }
}
