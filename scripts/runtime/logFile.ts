import { closeSync, fstatSync, openSync, readSync, renameSync, statSync } from "node:fs";

const SHOWN_LINES = 5;
const TAIL_BYTES = 4_096;
const ROTATE_ABOVE_BYTES = 20 * 1024 * 1024;

/** The end of a log on one line, for an error message. */
export function lastLines(path: string): string {
  const lines = readTail(path).trim().split("\n").slice(-SHOWN_LINES);
  return lines.filter(Boolean).join(" | ") || `nothing was logged in ${path}`;
}

/** Keeps one older generation once a log has grown large, so that logs cannot fill the disk. */
export function rotateLog(path: string): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > ROTATE_ABOVE_BYTES) renameSync(path, `${path}.1`);
}

function readTail(path: string): string {
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(file, tail, 0, tail.length, size - tail.length);
    return tail.toString("utf8");
  } finally {
    closeSync(file);
  }
}
