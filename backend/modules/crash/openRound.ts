import type pg from "pg";
import { inTransaction } from "#backend/db/transaction.ts";
import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { invariant } from "#domain/errors.ts";
import { automaticExit } from "#domain/games/crash/cashOut.ts";
import { linkOfGame, nextLink } from "#domain/games/crash/hashChain.ts";
import { roundCeiling } from "#domain/games/crash/maximumWin.ts";
import { maxProfitDown } from "#domain/limits/maxRisk.ts";
import { findRoundBets } from "./bets.store.ts";
import { type ChainRow, takeGame } from "./chain.store.ts";
import { openLink } from "./chainLinks.ts";
import { insertRound, lockRound, type SecretRound, startRound } from "./rounds.store.ts";
import type { Lead, TableSettings } from "./table.ts";
import { holdFence } from "./tables.store.ts";

export interface RoundOpening {
  readonly lead: Lead;
  readonly settings: TableSettings;
  readonly chain: ChainRow;
  readonly cipher: SeedCipher;
}

/**
 * Opens a round on the chain's next game, and uses that game up, in one commit.
 * @throws Deposed, SeedUnreadable
 */
export async function openNextRound(
  pool: pg.Pool,
  { lead, settings, chain, cipher }: RoundOpening,
): Promise<void> {
  const { tenantId } = lead;
  const { id: chainId, root, games, edge_bps: edgeBps, marks, marks_apart: marksApart } = chain;
  const game = chain.played + 1;
  const link = linkOfGame(game, games);
  const gameHash = openLink({ cipher, tenantId }, { root, games, marks, marksApart }, link);
  const commitment = nextLink(gameHash);
  invariant(game > 1 || commitment === root, "a chain's first game leads to its root");
  const sealedHash = cipher.seal({ tenantId, commitment }, gameHash);
  const { ceiling, bettingMs } = settings;
  await inTransaction(pool, async (client) => {
    await holdFence(client, lead);
    await takeGame(client, { tenantId, chainId, game });
    await insertRound(client, {
      ...lead,
      chainId,
      game,
      commitment,
      sealedHash,
      edgeBps,
      ceiling,
      bettingMs,
    });
  });
}

/**
 * Closes betting and lets the curve begin, with the ceiling that this round's bets let it have.
 * @throws Deposed
 */
export async function beginRound(
  pool: pg.Pool,
  {
    lead,
    round,
    settings,
    bankrollMinor,
  }: {
    readonly lead: Lead;
    readonly round: SecretRound;
    readonly settings: TableSettings;
    readonly bankrollMinor: bigint;
  },
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await holdFence(client, lead);
    const { id, ceiling: ceilingHundredths } = await lockRound(client, lead, round.id);
    const bets = (await findRoundBets(client, lead.tenantId, id)).map(({ stake, auto, highest }) => ({
      stakeMinor: stake,
      exitHundredths: automaticExit({ autoHundredths: auto, highestHundredths: highest }, ceilingHundredths),
    }));
    const maxProfitMinor = maxProfitDown(bankrollMinor, settings.roundRiskBps);
    const ceiling = roundCeiling(bets, { maxProfitMinor, ceilingHundredths });
    await startRound(client, lead, { id, ceiling });
  });
}
