import { MAX_PIECE_EVENTS } from "#domain/indexing/blockRange.ts";
import type { Session } from "#indexer/session.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import { step } from "#indexer/step.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { CROWDED_VAULT, type CrowdedChain } from "./crowdedChain.ts";
import { type Books, openHouse, openSession } from "./house.ts";
import { addressOf } from "./simulatedChain.ts";

/** More than is read in one piece. */
export const CROWD = MAX_PIECE_EVENTS + 1_000;
export const FINALITY_DEPTH = 6;

/** Vaults whose blocks hold more events than memory should, each with an indexer of its own. */
export class CrowdedHouses {
  readonly #books: Books;
  #opened = 0;

  constructor(books: Books) {
    this.#books = books;
  }

  async indexing(chain: CrowdedChain, reader = chain.reader()): Promise<Session> {
    this.#opened += 1;
    const plan = {
      slug: `crowded-${this.#opened}`,
      vault: CROWDED_VAULT,
      bankroll: addressOf("bankroll"),
    };
    const vault = await openHouse(this.#books, plan);
    return openSession(this.#books, vault, reader, { finalityDepth: FINALITY_DEPTH });
  }

  async catchUp(session: Session, chain: CrowdedChain): Promise<void> {
    for (let steps = 0; steps < 30; steps += 1) {
      await step(session).catch((error: unknown) => {
        if (!(error instanceof RpcFailure)) throw error;
      });
      if ((await findCursor(this.#books.indexer, session.vault))?.hash === chain.head.hash) return;
    }
    throw new Error("the indexer did not catch up");
  }

  async deposits({ vault }: Session, status: string): Promise<bigint> {
    const { rows } = await this.#books.owner.query<{ n: bigint }>(
      "SELECT count(*) AS n FROM deposits WHERE vault_id = $1 AND status = $2",
      [vault.id, status],
    );
    return rows[0]!.n;
  }
}
