/** Somebody else's JSON, to be held against a shape next; undefined when it is none, which no shape takes. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
