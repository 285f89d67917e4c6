import { randomBytes } from "node:crypto";
import { makeChain } from "#backend/modules/crash/chainLinks.ts";
import { crashChainKind } from "#domain/games/crash/anchorKind.ts";
import { LIMIT_KINDS, LIMIT_PERIODS } from "#domain/limits/playerLimits.ts";
import { openAgency } from "../commissions/agency.ts";
import type { BenchHouse } from "./benchHouse.ts";

const AGENTS = 40;
/** Far above what anybody stakes in a run: each bet is checked against it, and none is refused. */
const LIMIT_MINOR = 1_000_000_000_000_000n;
const CRASH_GAMES = 1_000;
const CRASH_EDGE_BPS = 300;
/** Short pauses between rounds, so that most of a run has a curve that is being broadcast. */
const [CRASH_BETTING_MS, CRASH_PAUSE_MS] = [2_000, 500];

/**
 * What a house in full service has, and a bet has to pay for: agents above every player, every limit that a player can set,
 * and a crash table that is being played. Statistics and feed are there without being asked for.
 */
export async function openAllFeatures(house: BenchHouse): Promise<void> {
  await openAgency(house, { players: house.players, agentCount: AGENTS });
  await setLimits(house);
  await openCrashTable(house);
}

async function setLimits({ owner, tenantId, players }: BenchHouse): Promise<void> {
  await owner.query(
    `INSERT INTO player_limits (tenant_id, user_id, currency, kind, period, amount)
     SELECT $1, player, 'BNB', kind, period, $5
     FROM unnest($2::uuid[]) AS player, unnest($3::text[]) AS kind, unnest($4::text[]) AS period`,
    [tenantId, players, LIMIT_KINDS, LIMIT_PERIODS, LIMIT_MINOR],
  );
}

/** With a chain that counts as anchored and salted, as no registry is asked here. */
async function openCrashTable({ owner, tenantId, cipher }: BenchHouse): Promise<void> {
  await owner.query(
    "INSERT INTO crash_tables (tenant_id, currency, edge_bps, betting_ms, pause_ms) VALUES ($1, 'BNB', $2, $3, $4)",
    [tenantId, CRASH_EDGE_BPS, CRASH_BETTING_MS, CRASH_PAUSE_MS],
  );
  const [secret, salt] = [randomHex(), randomHex()];
  const { root, games, marksApart, marks } = await makeChain(
    { cipher, tenantId },
    { secret, games: CRASH_GAMES },
  );
  await owner.query(
    `INSERT INTO crash_chains (tenant_id, currency, vault_id, epoch, kind, root, games, edge_bps, marks_apart, marks,
                               anchor_block, anchor_tx, salt_block, salt, salted_at)
     SELECT $1, 'BNB', id, 1, $2, $3, $4, $5, $6, $7, 1, '0x' || $8, 2, $8, now() FROM vaults WHERE tenant_id = $1`,
    [tenantId, crashChainKind("BNB"), root, games, CRASH_EDGE_BPS, marksApart, marks, salt],
  );
}

function randomHex(): string {
  return randomBytes(32).toString("hex");
}
