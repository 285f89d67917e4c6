import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Field 22 of /proc/<pid>/stat, counted behind the command's closing parenthesis. */
const START_TIME_FIELD = 19;

/**
 * When a process started, in the system's own notation; undefined when none has this id. Ids are used
 * again, so an id together with its start is what names a process for good.
 */
export function processStart(pid: number): string | undefined {
  if (process.platform !== "linux") return ask(pid, "lstart=");
  const stat = readProc(pid, "stat");
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields?.[0] === "Z" ? undefined : fields?.[START_TIME_FIELD];
}

/** The command line of a process; undefined when none has this id. */
export function processCommand(pid: number): string | undefined {
  if (process.platform !== "linux") return ask(pid, "command=");
  return readProc(pid, "cmdline")?.replaceAll("\0", " ");
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}

function ask(pid: number, column: string): string | undefined {
  try {
    const row = execFileSync("ps", ["-o", column, "-p", `${pid}`], { stdio: ["ignore", "pipe", "ignore"] });
    return row.toString().trim() || undefined;
  } catch {
    return undefined;
  }
}
