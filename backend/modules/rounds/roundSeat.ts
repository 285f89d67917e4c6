import type pg from "pg";
import { ensureAccounts } from "#backend/db/accountStore.ts";
import type { CommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { PlayerUnknown, UnknownCurrency } from "#backend/modules/casino/betRefusals.ts";
import type { House, HouseCurrency } from "#backend/modules/casino/houseBook.ts";
import type { LimitBook } from "#backend/modules/limits/limitBook.ts";
import {
  findPlayer,
  lockRoundAccounts,
  type PlayerKey,
  type PlayerRow,
} from "#backend/modules/rounds/roundPlayer.store.ts";
import type { CommissionPlan } from "#domain/agents/rates.ts";
import type { BonusGrant } from "#domain/bonus/wagering.ts";
import { invariant } from "#domain/errors.ts";
import type { JackpotPot } from "#domain/jackpot/jackpotShares.ts";
import type { PlayerStanding } from "#domain/limits/playerLimits.ts";

/** Who plays, and against which of the house's accounts. */
export interface SeatKeys extends PlayerKey {
  readonly currency: string;
  readonly house: House;
  readonly shard: number;
  /** The jackpot pots that a round feeds, and the bonuses that it counts towards; none unless the house has configured some. */
  readonly pots: readonly JackpotPot[];
  readonly grants: readonly BonusGrant[];
}

/** Everything that a step of a round depends on beside the round itself; the accounts are locked. */
export interface RoundSeat extends SeatKeys {
  readonly book: HouseCurrency;
  readonly player: PlayerRow;
  readonly standing: PlayerStanding;
  readonly plan: CommissionPlan | undefined;
  readonly cashId: bigint;
  readonly cashMinor: bigint;
  readonly lockedId: bigint;
  readonly bankrollId: bigint;
  readonly payableId: bigint;
}

/** What is remembered of agents' plans and of players' limits. */
export interface SeatBooks {
  readonly commissionBook: CommissionBook;
  readonly limitBook: LimitBook;
}

/**
 * Locks the player's accounts and one shard of the house's, in id order, then reads what the locks guard.
 * @throws UnknownCurrency, PlayerUnknown
 */
export async function takeRoundSeat(
  client: pg.ClientBase,
  { commissionBook, limitBook }: SeatBooks,
  keys: SeatKeys,
): Promise<RoundSeat> {
  const { tenantId, userId, currency, house, shard } = keys;
  const book = house.currencies.get(currency);
  const bankrollId = book?.shardIds[shard];
  const payableId = book?.payableIds[shard];
  if (book === undefined || bankrollId === undefined || payableId === undefined) {
    throw new UnknownCurrency(currency);
  }
  if ((await findPlayer(client, keys)) === undefined) throw new PlayerUnknown();
  const [cashId, lockedId] = await ensureAccounts(client, tenantId, [
    { kind: "player_cash", currency, ownerId: userId },
    { kind: "player_locked", currency, ownerId: userId },
  ]);
  invariant(cashId !== undefined && lockedId !== undefined, "both accounts were opened");
  const sideIds = [...keys.pots, ...keys.grants].map(({ accountId }) => accountId);
  const balances = await lockRoundAccounts(client, keys, [lockedId, bankrollId, payableId, ...sideIds]);
  const cashMinor = balances.get(cashId);
  const [player, limits] = await Promise.all([
    findPlayer(client, keys),
    limitBook.load(client, tenantId, { userIds: [userId], currencies: [currency] }),
  ]);
  invariant(cashMinor !== undefined && player !== undefined, "accounts and players are never deleted");
  const { commission_plan_id: planId } = player;
  const plans = await commissionBook.load(client, tenantId, [planId]);
  return {
    ...keys,
    book,
    player,
    standing: { excludedUntil: player.excluded_until, limits: limits.get(userId)?.get(currency) ?? [] },
    plan: planId === null ? undefined : plans.get(planId),
    cashId,
    cashMinor,
    lockedId,
    bankrollId,
    payableId,
  };
}
