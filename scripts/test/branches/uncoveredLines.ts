const FILE = "SF:";
const LINE = "DA:";

/** The lines that never ran, by a report in the format of lcov. */
export function uncoveredLines(lcov: string): { file: string; line: number }[] {
  let file = "";
  const uncovered = [];
  for (const row of lcov.split("\n")) {
    if (row.startsWith(FILE)) file = row.slice(FILE.length);
    if (!row.startsWith(LINE)) continue;
    const [line, hits] = row.slice(LINE.length).split(",").map(Number);
    if (line !== undefined && hits === 0) uncovered.push({ file, line });
  }
  return uncovered;
}
