import { FairhouseError } from "#domain/errors.ts";
import type { Books } from "./books.ts";
import type { Truth } from "./chain/truth.ts";

const MAX_SHOWN = 10;

/** An indexer made something else of the chain than what happened there: its speed is of no interest. */
export class BenchGateFailed extends FairhouseError {
  readonly code = "BENCH_GATE_FAILED";

  constructor(who: string, faults: readonly string[]) {
    const shown = faults.slice(0, MAX_SHOWN).map((fault) => `  ${fault}`);
    const more = faults.length > MAX_SHOWN ? [`  and ${faults.length - MAX_SHOWN} more`] : [];
    super([`${who} is wrong, so no figure is given:`, ...shown, ...more].join("\n"));
  }
}

/** @throws BenchGateFailed unless every count and every sum in the books is the truth */
export async function requireSound(books: Books, truth: Truth): Promise<void> {
  requireNone(books.name, await books.faults(truth));
}

export function requireNone(who: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new BenchGateFailed(who, faults);
}
