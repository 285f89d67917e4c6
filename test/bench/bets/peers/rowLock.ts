import type pg from "pg";
import { createPool } from "#backend/db/pool.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { PlaceBet } from "#backend/modules/casino/betTicket.ts";
import { addToPlayCounters } from "#backend/modules/statistics/playCounters.ts";
import { addToPlayerTotals } from "#backend/modules/statistics/playerTotals.ts";
import type { BetResponse } from "#domain/api/casino.ts";
import { type AcceptedBet, decideBet } from "#domain/games/decideBet.ts";
import { findGame } from "#domain/games/registry.ts";
import type { ServerOrder } from "../protocol.ts";
import { loadPeerHouse, type PeerHouse, type PeerPlayer } from "./peerHouse.ts";
import { peerResponse } from "./peerResponse.ts";

/** More connections than this only made it slower here. */
const CONNECTIONS = 16;

/** The usual way: one transaction per bet, which locks the player's row. As durable as the engine. */
export async function createRowLockPeer(order: ServerOrder) {
  const pool = createPool({
    url: order.databaseUrl,
    role: "fairhouse_engine",
    maxConnections: CONNECTIONS,
    settings: { synchronous_commit: "on", enable_seqscan: "off", jit: "off" },
  });
  const house = await loadPeerHouse(pool, order);
  return {
    async place(bet: PlaceBet): Promise<BetResponse> {
      const player = house.players.get(bet.userId);
      if (player === undefined) throw new Error("no such player");
      return inTransaction(pool, (client) => placeLocked(client, { bet, player, house }));
    },
    stop: () => pool.end(),
  };
}

interface Placing {
  readonly bet: PlaceBet;
  readonly player: PeerPlayer;
  readonly house: PeerHouse;
}

async function placeLocked(client: pg.ClientBase, { bet, player, house }: Placing): Promise<BetResponse> {
  const { request, tenant } = bet;
  const locked = await client.query<{ balance: bigint }>({
    name: "peer_lock",
    text: "SELECT balance FROM accounts WHERE id = $1 FOR UPDATE",
    values: [player.accountId],
  });
  const seed = await client.query<{ nonce: number }>({
    name: "peer_seed",
    text: "UPDATE seeds SET nonce = nonce + 1 WHERE id = $1 RETURNING nonce - 1 AS nonce",
    values: [player.seedId],
  });
  const decision = decideBet({
    bet: { ...request, stakeMinor: BigInt(request.stake) },
    edgeBps: findGame(request.game).edge.defaultBps,
    wallet: { balanceMinor: locked.rows[0]!.balance },
    seed: { hasher: player.hasher, clientSeed: player.clientSeed, nonce: seed.rows[0]!.nonce },
    minStakeMinor: 1n,
    bankrollMinor: house.bankrollMinor,
    riskBps: tenant.maxRiskBps,
  });
  if (decision.kind === "refused") throw decision.error;
  await write(client, { bet, player, house }, decision);
  return peerResponse(bet, player, decision);
}

async function write(
  client: pg.ClientBase,
  { bet, player, house }: Placing,
  decision: AcceptedBet,
): Promise<void> {
  const { game, stakeMinor, payoutMinor, multiplier } = decision;
  const shard = Math.floor(Math.random() * house.shardIds.length);
  const shardId = house.shardIds[shard];
  const tenantId = bet.tenant.id;
  await client.query({
    name: "peer_bet",
    text: `INSERT INTO bets (tenant_id, id, user_id, game, currency, stake, payout, multiplier_numerator,
             multiplier_denominator, edge_bps, params, outcome, seed_id, nonce)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    values: [
      tenantId,
      decision.betId,
      bet.userId,
      decision.game,
      bet.request.currency,
      stakeMinor,
      payoutMinor,
      multiplier.numerator,
      multiplier.denominator,
      decision.edgeBps,
      JSON.stringify(decision.params),
      JSON.stringify(decision.outcome),
      player.seedId,
      decision.nonce,
    ],
  });
  await client.query({
    name: "peer_transfers",
    text: `INSERT INTO transfers (tenant_id, cause_id, leg, code, debit_account_id, credit_account_id, amount)
           SELECT * FROM (VALUES ($1::integer, $2::uuid, 0, 'bet_stake', $3::bigint, $4::bigint, $5::bigint),
                                 ($1, $2, 1, 'bet_payout', $4, $3, $6::bigint)) AS leg (a, b, c, d, e, f, amount)
           WHERE amount > 0`,
    values: [tenantId, decision.betId, player.accountId, shardId, stakeMinor, payoutMinor],
  });
  await client.query({
    name: "peer_cash",
    text: "UPDATE accounts SET balance = $2 WHERE id = $1",
    values: [player.accountId, decision.balanceMinor],
  });
  // The house's row last, so that it is locked for the shortest time.
  await client.query({
    name: "peer_bankroll",
    text: "UPDATE accounts SET balance = balance + $2 WHERE id = $1",
    values: [shardId, stakeMinor - payoutMinor],
  });
  const { userId, request } = bet;
  const play = { currency: request.currency, bets: 1n, stakedMinor: stakeMinor, paidMinor: payoutMinor };
  await addToPlayerTotals(client, tenantId, [{ ...play, userId, wageredMinor: stakeMinor }]);
  await addToPlayCounters(client, tenantId, shard, [{ ...play, game, commissionsMinor: 0n }]);
}
