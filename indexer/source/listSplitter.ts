const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** How deep the list lies: it is a value of the outermost object. */
const LIST_DEPTH = 2;

/**
 * Cuts a JSON object that holds one large list into the elements of that list while its bytes come in, so that nobody
 * has to hold all of them. It finds edges only: whoever parses the pieces finds out whether they are JSON.
 */
export class ListSplitter {
  /** Bytes since the last edge, already scanned. */
  #held: Buffer = Buffer.alloc(0);
  #before: string | undefined;
  #depth = 0;
  #isInText = false;
  #isInList = false;
  #hasElements = false;

  /** How many bytes wait for the rest of their element. */
  get heldBytes(): number {
    return this.#held.length;
  }

  /** Takes in more bytes. @returns the JSON text, separated by commas, of the elements that are complete now */
  push(chunk: Uint8Array): string {
    const bytes = this.#held.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#held, chunk]);
    let elements = "";
    let start = 0;
    let edge = 0;
    for (let at = this.#held.length; at < bytes.length; at += 1) {
      if (this.#isInText) {
        at = endOfText(bytes, at);
        this.#isInText = at === bytes.length;
        continue;
      }
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.#isInText = true;
      } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        this.#depth += 1;
        if (byte === OPEN_LIST && this.#depth === LIST_DEPTH && this.#before === undefined) {
          this.#before = bytes.toString("utf8", 0, at + 1);
          this.#isInList = true;
          start = at + 1;
          edge = start;
        }
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        this.#depth -= 1;
        if (this.#isInList && this.#depth === LIST_DEPTH) edge = at + 1;
        if (this.#isInList && this.#depth < LIST_DEPTH) {
          elements = this.#take(bytes, start, at);
          this.#isInList = false;
          start = at;
          edge = at;
        }
      }
    }
    if (this.#isInList) elements = this.#take(bytes, start, edge);
    this.#held = bytes.subarray(this.#before === undefined ? 0 : edge);
    return elements;
  }

  /** The text of the whole object, with an empty list in the place of the one that was cut; broken if bytes are missing. */
  end(): string {
    return `${this.#before ?? ""}${this.#held.toString("utf8")}`;
  }

  /** Elements that come after others begin with a comma. */
  #take(bytes: Buffer, start: number, end: number): string {
    const text = bytes.toString("utf8", start, end).trimStart();
    const elements = this.#hasElements && text.startsWith(",") ? text.slice(1) : text;
    if (text !== "") this.#hasElements = true;
    return elements;
  }
}

/** Where the text that `from` lies in ends: at the next quote that is not escaped, or where the bytes end. */
function endOfText(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(QUOTE, from); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return bytes.length;
}
