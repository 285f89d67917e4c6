import type pg from "pg";
import type { Tenant } from "#backend/http/route.ts";
import type { BetHooks } from "#backend/modules/casino/betHooks.ts";
import {
  GameWithheld,
  PlayerUnknown,
  SeedExhausted,
  UserFrozen,
} from "#backend/modules/casino/betRefusals.ts";
import type { House } from "#backend/modules/casino/houseBook.ts";
import type { SeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import {
  findRound,
  insertRound,
  isKnownCause,
  listOpenRounds,
  type RoundRow,
} from "#backend/modules/rounds/round.store.ts";
import { openSeed, originOf } from "#backend/modules/rounds/roundOrigin.ts";
import type { PlayerKey } from "#backend/modules/rounds/roundPlayer.store.ts";
import { RoundAlreadyOpen, RoundIdReused, RoundOver } from "#backend/modules/rounds/roundRefusals.ts";
import { checkRules } from "#backend/modules/rounds/roundRules.ts";
import { type RoundSeat, type SeatBooks, takeRoundSeat } from "#backend/modules/rounds/roundSeat.ts";
import { checkWager, repeatedStep, writeStep } from "#backend/modules/rounds/roundStep.ts";
import type { RoundResponse, StartRoundRequest } from "#domain/api/rounds.ts";
import { FairhouseError, invariant } from "#domain/errors.ts";
import { beginRound } from "#domain/games/decideRound.ts";
import { playRound } from "#domain/games/playRound.ts";
import { findRoundGame } from "#domain/games/registry.ts";

/** The last nonce whose successor the books can still hold. */
const LAST_NONCE = 2 ** 31 - 2;

/** What every step of a round is taken with. */
export interface StepDependencies extends SeatBooks {
  readonly hashers: SeedHashers;
  readonly hooks: BetHooks;
  readonly house: House;
  readonly shard: number;
}

export interface StartOrder {
  readonly tenant: Tenant;
  readonly userId: string;
  readonly request: StartRoundRequest;
}

/** The player's seat at one of the house's shards, with what takes part in bets beside the game. */
export function takeSeat(
  client: pg.ClientBase,
  { commissionBook, limitBook, hooks, house, shard }: StepDependencies,
  key: PlayerKey & { readonly currency: string },
): Promise<RoundSeat> {
  const pots = hooks.jackpotPots(key.tenantId);
  const grants = hooks.bonusGrants(key.tenantId, key.userId);
  return takeRoundSeat(client, { commissionBook, limitBook }, { ...key, house, shard, pots, grants });
}

/** Begins a round in the caller's transaction, or answers again how it began. @throws FairhouseError */
export async function startRound(
  client: pg.ClientBase,
  dependencies: StepDependencies,
  order: StartOrder,
): Promise<RoundResponse> {
  const { tenant, userId, request } = order;
  const { roundId, currency } = request;
  const seat = await takeSeat(client, dependencies, { tenantId: tenant.id, userId, currency });
  const known = await findRound(client, tenant.id, roundId);
  if (known !== undefined) return answerAgain(client, dependencies, { ...order, known });
  if (await isKnownCause(client, tenant.id, roundId)) throw new RoundIdReused(roundId);
  return begin(client, dependencies, { ...order, seat });
}

async function begin(
  client: pg.ClientBase,
  { hashers, house }: StepDependencies,
  { tenant, userId, request, seat }: StartOrder & { readonly seat: RoundSeat },
): Promise<RoundResponse> {
  const tenantId = tenant.id;
  const { roundId, currency } = request;
  const { id: game } = findRoundGame(request.game);
  const inForce = house.games.get(game);
  if (inForce === undefined) throw new GameWithheld(game);
  const { seed_id: seedId, client_seed: clientSeed, nonce, status } = seat.player;
  if (seedId === null || clientSeed === null || nonce === null) throw new PlayerUnknown();
  if (status === "frozen") throw new UserFrozen();
  if (nonce > LAST_NONCE) throw new SeedExhausted();
  const open = (await listOpenRounds(client, { tenantId, userId })).find((round) => round.game === game);
  if (open !== undefined) {
    checkRules(open);
    throw new RoundAlreadyOpen(open.id);
  }

  const stakeMinor = BigInt(request.stake);
  const { hasher } = await openSeed(client, hashers, { tenantId, seedId });
  const { origin, ...step } = beginRound({
    game,
    params: request.params,
    stakeMinor,
    edgeBps: inForce.edgeBps,
    wallet: { balanceMinor: seat.cashMinor },
    seed: { hasher, clientSeed, nonce },
    minStakeMinor: seat.book.minStakeMinor,
    bankrollMinor: seat.book.bankrollMinor,
    riskBps: tenant.maxRiskBps,
  });
  checkWager(seat, stakeMinor);
  await insertRound(client, tenantId, {
    id: roundId,
    userId,
    game,
    currency,
    stakeMinor,
    edgeBps: inForce.edgeBps,
    configId: inForce.configId,
    paramsText: JSON.stringify(origin.params),
    seedId,
    nonce,
  });
  const row = await findRound(client, tenantId, roundId);
  invariant(row !== undefined, "a round that was just written can be read");
  return writeStep(client, seat, { row, actions: [], ...step });
}

async function answerAgain(
  client: pg.ClientBase,
  { hashers }: StepDependencies,
  { tenant, userId, request, known }: StartOrder & { readonly known: RoundRow },
): Promise<RoundResponse> {
  if (!isSameRound(known, userId, request)) throw new RoundIdReused(request.roundId);
  if (known.status === "voided") throw new RoundOver(known.id);
  const origin = await originOf(client, hashers, { tenantId: tenant.id, row: known });
  return repeatedStep({ row: known, actions: [], standing: playRound(origin, []) });
}

function isSameRound(row: RoundRow, userId: string, request: StartRoundRequest): boolean {
  return (
    row.user_id === userId &&
    row.game === request.game &&
    row.currency === request.currency &&
    row.stake.toString() === request.stake &&
    row.params === canonicalParams(request)
  );
}

/** Parameters as they are stored; undefined when the game would refuse them. */
function canonicalParams({ game, params }: StartRoundRequest): string | undefined {
  try {
    return JSON.stringify(findRoundGame(game).parse(params));
  } catch (error) {
    if (!(error instanceof FairhouseError)) throw error;
    return undefined;
  }
}
