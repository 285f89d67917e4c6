import { createReadStream, createWriteStream, type WriteStream } from "node:fs";
import { createInterface } from "node:readline";

const LINES_AT_ONCE = 2_000;

/** Acknowledged bets, one a line, written as they come: millions of them would fill a load generator's memory. */
export class AckFile {
  readonly #stream: WriteStream;
  #lines: string[] = [];

  constructor(path: string) {
    this.#stream = createWriteStream(path);
  }

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length >= LINES_AT_ONCE) this.#flush();
  }

  async close(): Promise<void> {
    this.#flush();
    await new Promise<void>((resolve) => this.#stream.end(resolve));
  }

  #flush(): void {
    if (this.#lines.length > 0) this.#stream.write(`${this.#lines.join("\n")}\n`);
    this.#lines = [];
  }
}

/** The lines of such a file, so many at a time. */
export async function* readAcks(path: string, atOnce: number): AsyncGenerator<string[]> {
  let lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    lines.push(line);
    if (lines.length < atOnce) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}
