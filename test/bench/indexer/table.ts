import { isMet, type Row, ratioOf } from "./row.ts";

const HEAD = ["bench", "Fairhouse", "Ponder", "ratio", "target", "met"] as const;
const ABSENT = "–";

/** The rows as a table in Markdown, which also reads well in a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const write = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const [head = "", ...body] = lines.map(write);
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  return `${[head, rule, ...body].join("\n")}\n`;
}

function cellsOf(row: Row): string[] {
  const { bench, unit, house, ponder, target } = row;
  const ratio = ratioOf(row);
  const met = isMet(row);
  return [
    bench,
    `${written(house)} ${unit}`,
    ponder === undefined ? ABSENT : `${written(ponder)} ${unit}`,
    ratio === undefined ? ABSENT : `${ratio.toFixed(1)}×`,
    target === undefined ? ABSENT : targetText(row),
    met === undefined ? ABSENT : met ? "yes" : "NO",
  ];
}

function targetText({ unit, target }: Row): string {
  if (target === undefined) return ABSENT;
  const alone = `${unit === "events/s" ? "≥" : "≤"} ${written(target.value)} ${unit}`;
  return target.timesPonder === undefined ? alone : `${alone}, ≥ ${target.timesPonder}×`;
}

function written(value: number): string {
  return Math.round(value).toLocaleString("en-GB");
}
