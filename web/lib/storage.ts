import type { z } from "zod";

/** What the browser remembers, parsed when read: another version or a curious hand may have written it. */
export function readStored<Schema extends z.ZodType>(
  storage: Storage,
  key: string,
  schema: Schema,
): z.output<Schema> | null {
  try {
    const text = storage.getItem(key);
    return text === null ? null : schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Remembers a value; a browser that forbids storage only forgets sooner. */
export function writeStored(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // Private windows and full quotas refuse: the value lives until the page is left.
  }
}
