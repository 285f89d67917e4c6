import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { BUGS, type Bug } from "./bugs.ts";

const ROOT = new URL("../../../", import.meta.url);
const SELF = import.meta.url;

/** The text to be replaced is not there, or not once: the code changed, and the bug must be planted anew. */
class BugDoesNotFit extends Error {}

/**
 * Makes modules that are loaded from now on contain a bug. Nothing is written to any file.
 * @throws BugDoesNotFit when such a module is loaded and has changed since the bug was thought of
 */
export function plantBug(bug: Bug): void {
  const edits = new Map(bug.edits.map((edit) => [new URL(edit.file, ROOT).href, edit]));
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const edit = edits.get(url);
      if (edit === undefined || !loaded.source) return loaded;
      const parts = Buffer.from(loaded.source as Uint8Array)
        .toString("utf8")
        .split(edit.find);
      if (parts.length !== 2) throw new BugDoesNotFit(`${bug.name} fits ${fileURLToPath(url)} no more`);
      return { ...loaded, source: parts.join(edit.replace) };
    },
  });
}

/** Settings by which a process that is started has the bug too: this file is what it loads first. */
export function environmentWith(bug: Bug): Record<string, string> {
  const url = new URL(SELF);
  url.searchParams.set("bug", bug.name);
  return { NODE_OPTIONS: `--import=${url.href}` };
}

const wanted = new URL(SELF).searchParams.get("bug");
const planted = BUGS.find(({ name }) => name === wanted);
if (planted !== undefined) plantBug(planted);
