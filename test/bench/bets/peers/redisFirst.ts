import { setTimeout } from "node:timers/promises";
import { Redis } from "ioredis";
import type pg from "pg";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { gatherHouseSide, gatherPlayerTotals } from "#backend/modules/casino/batchPhases.ts";
import { type WrittenBet, writeBatch } from "#backend/modules/casino/batchWrite.ts";
import type { PlaceBet } from "#backend/modules/casino/betTicket.ts";
import type { BetResponse } from "#domain/api/casino.ts";
import { type AcceptedBet, decideBet } from "#domain/games/decideBet.ts";
import { findGame } from "#domain/games/registry.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import type { ServerOrder } from "../protocol.ts";
import { loadPeerHouse, type PeerHouse, type PeerPlayer } from "./peerHouse.ts";
import { peerResponse } from "./peerResponse.ts";

/** Takes the stake and pays the payout at once; answers nil when the balance does not cover the stake. */
const SETTLE = `
if tonumber(redis.call('GET', KEYS[1])) < tonumber(ARGV[1]) then return false end
redis.call('DECRBY', KEYS[1], ARGV[1])
return tostring(redis.call('INCRBY', KEYS[1], ARGV[2]))`;

const PERSIST_EVERY_MS = 20;
const MAX_PERSISTED_AT_ONCE = 1_024;
/** Beyond this bets wait for the database: a rate counts only if it can be sustained. */
const MAX_UNWRITTEN = 10_000;
/** Any balance: the script decides whether the real one covers the stake. */
const UNCHECKED = 2n ** 62n;

/** One writer needs one shard. */
const SHARD = 0;

interface Pending {
  readonly bet: PlaceBet;
  readonly player: PeerPlayer;
  readonly decision: AcceptedBet;
}

/**
 * Balances in Redis, the database follows: acknowledges when the script has run, and writes later. Loses what it
 * has acknowledged and not yet written when the process or Redis dies, and integers above 2^53.
 */
export async function createRedisFirstPeer(order: ServerOrder) {
  const settings = { synchronous_commit: "on", enable_seqscan: "off", jit: "off" };
  const pool = createPool({ url: order.databaseUrl, role: "fairhouse_engine", maxConnections: 4, settings });
  const house = await loadPeerHouse(pool, order);
  const redis = new Redis(order.redisUrl, { enableAutoPipelining: true });
  for (const { accountId, balanceMinor } of house.players.values()) {
    await redis.set(keyOf(accountId), balanceMinor.toString());
  }
  const sha = String(await redis.script("LOAD", SETTLE));
  let pending: Pending[] = [];
  let unwritten = 0;
  let persisting = Promise.resolve();

  function persist(): void {
    for (let start = 0; start < pending.length; start += MAX_PERSISTED_AT_ONCE) {
      const batch = pending.slice(start, start + MAX_PERSISTED_AT_ONCE);
      persisting = persisting.then(async () => {
        await inTransaction(pool, (client) => write(client, order.tenantId, house, batch));
        unwritten -= batch.length;
      });
    }
    pending = [];
  }
  const timer = setInterval(persist, PERSIST_EVERY_MS);

  return {
    async place(bet: PlaceBet): Promise<BetResponse> {
      const player = house.players.get(bet.userId);
      if (player === undefined) throw new Error("no such player");
      while (unwritten >= MAX_UNWRITTEN) await setTimeout(PERSIST_EVERY_MS);
      unwritten++;
      const decision = decide(bet, player, house);
      const balance = await redis.evalsha(
        sha,
        1,
        keyOf(player.accountId),
        `${decision.stakeMinor}`,
        `${decision.payoutMinor}`,
      );
      if (typeof balance !== "string") throw new InsufficientBalance(0n, decision.stakeMinor);
      pending.push({ bet, player, decision });
      return peerResponse(bet, player, { ...decision, balanceMinor: BigInt(balance) });
    },
    async stop() {
      clearInterval(timer);
      persist();
      await persisting;
      await pool.end();
      redis.disconnect();
    },
  };
}

function keyOf(accountId: bigint): string {
  return `peer:balance:${accountId}`;
}

function decide({ request, tenant }: PlaceBet, player: PeerPlayer, house: PeerHouse): AcceptedBet {
  const decision = decideBet({
    bet: { ...request, stakeMinor: BigInt(request.stake) },
    edgeBps: findGame(request.game).edge.defaultBps,
    wallet: { balanceMinor: UNCHECKED },
    seed: { hasher: player.hasher, clientSeed: player.clientSeed, nonce: player.nonce },
    minStakeMinor: 1n,
    bankrollMinor: house.bankrollMinor,
    riskBps: tenant.maxRiskBps,
  });
  if (decision.kind === "refused") throw decision.error;
  player.nonce++;
  return decision;
}

/** The engine's own statement, which is the fastest way found here; the peer lacks nothing but the truth. */
async function write(
  client: pg.ClientBase,
  tenantId: number,
  { shardIds, games }: PeerHouse,
  batch: readonly Pending[],
): Promise<void> {
  const shardId = shardIds[SHARD]!;
  const balances = new Map<bigint, bigint>();
  const nonces = new Map<bigint, { found: number; next: number }>();
  let bankrollChange = 0n;
  for (const { player, decision } of batch) {
    const change = decision.payoutMinor - decision.stakeMinor;
    player.balanceMinor += change;
    bankrollChange -= change;
    balances.set(player.accountId, player.balanceMinor);
    nonces.set(player.seedId, {
      found: nonces.get(player.seedId)?.found ?? decision.nonce,
      next: decision.nonce + 1,
    });
  }
  await client.query("UPDATE accounts SET balance = balance + $2 WHERE id = $1", [shardId, bankrollChange]);
  const bets = batch.map(({ bet, player, decision }) =>
    writtenBet(bet, player, decision, { games, shardId }),
  );
  const played = bets.map(({ ticket, decision }) => ({ ticket, decision, plan: undefined }));
  await writeBatch(client, tenantId, {
    bets,
    totals: gatherPlayerTotals(played),
    ...gatherHouseSide(played),
    commissionAccounts: new Map(),
    shard: SHARD,
    balances,
    nonces,
  });
}

function writtenBet(
  { userId, request }: PlaceBet,
  { accountId, seedId }: PeerPlayer,
  decision: AcceptedBet,
  { games, shardId }: { readonly games: PeerHouse["games"]; readonly shardId: bigint },
): WrittenBet {
  return {
    ticket: { userId, request, bet: { paramsText: JSON.stringify(decision.params) } },
    decision,
    configId: games.get(decision.game)!.configId,
    cashAccountId: accountId,
    shardAccountId: shardId,
    sideMoves: [],
    seed: { id: seedId },
    plan: undefined,
  };
}
