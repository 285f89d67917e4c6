import type pg from "pg";
import type { OpenSeed, SeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import type { RoundRow } from "#backend/modules/rounds/round.store.ts";
import { findEncryptedSeed } from "#backend/modules/rounds/roundPlayer.store.ts";
import { checkRules } from "#backend/modules/rounds/roundRules.ts";
import { paramsOf } from "#backend/modules/rounds/roundViews.ts";
import { invariant } from "#domain/errors.ts";
import type { RoundOrigin } from "#domain/games/playRound.ts";
import { findRoundGame } from "#domain/games/registry.ts";

/** A seed ready to draw from, read and decrypted unless it was met lately. @throws SeedUnreadable */
export async function openSeed(
  client: pg.ClientBase,
  hashers: SeedHashers,
  { tenantId, seedId }: { readonly tenantId: number; readonly seedId: bigint },
): Promise<OpenSeed> {
  const known = hashers.find(seedId);
  if (known !== undefined) return known;
  const encrypted = await findEncryptedSeed(client, tenantId, seedId);
  invariant(encrypted !== undefined, "the seed of a round is never deleted");
  return hashers.open(encrypted);
}

/** All that a round needs to be played again. @throws SeedUnreadable, RoundRulesChanged */
export async function originOf(
  client: pg.ClientBase,
  hashers: SeedHashers,
  { tenantId, row }: { readonly tenantId: number; readonly row: RoundRow },
): Promise<RoundOrigin> {
  checkRules(row);
  const { hasher } = await openSeed(client, hashers, { tenantId, seedId: row.seed_id });
  return {
    game: findRoundGame(row.game),
    params: paramsOf(row),
    edgeBps: row.edge_bps,
    stakeMinor: row.stake,
    seed: { hasher, clientSeed: row.client_seed, nonce: row.nonce },
  };
}
