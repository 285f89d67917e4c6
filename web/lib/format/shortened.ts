const HEAD = 6;
const TAIL = 4;

/** The ends of a long hash or address; texts that are short anyway stay whole. */
export function shortened(text: string): string {
  return text.length <= HEAD + TAIL + 3 ? text : `${text.slice(0, HEAD)}…${text.slice(-TAIL)}`;
}
