import { readdirSync, readFileSync } from "node:fs";

const ROOT = new URL("../../", import.meta.url);

/** Every page that people read. */
export const DOCUMENTS: readonly string[] = [
  "README.md",
  ...readdirSync(new URL("docs/", ROOT))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

/** One command of a page: the npm script, and what is handed to it. */
export type DocumentedCommand = { readonly name: string; readonly args: readonly string[] };

/** What stands for what in the commands of the pages. */
export type Placeholders = Readonly<Record<string, string>>;

const COMMAND = /npm run (?:--silent )?([a-z:-]+)(?: -- ([^`\n#]+))?/g;
const WORD = /"([^"]*)"|(\S+)/g;

export function textOf(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

/** The commands that a page shows, as somebody would type them. */
export function commandsOf(document: string, placeholders: Placeholders = {}): DocumentedCommand[] {
  return [...textOf(document).matchAll(COMMAND)].map(([, name = "", line = ""]) => ({
    name,
    args: [...line.matchAll(WORD)].map(([, quoted, word = ""]) => quoted ?? placeholders[word] ?? word),
  }));
}
