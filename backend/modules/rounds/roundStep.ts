import type pg from "pg";
import { notifyActivity } from "#backend/db/activityChannel.ts";
import { postTransfers } from "#backend/db/transferStore.ts";
import { UserFrozen } from "#backend/modules/casino/betRefusals.ts";
import { type RoundRow, updateRound } from "#backend/modules/rounds/round.store.ts";
import { readBalance } from "#backend/modules/rounds/roundPlayer.store.ts";
import type { RoundSeat } from "#backend/modules/rounds/roundSeat.ts";
import {
  settlementTransfers,
  sideTransfers,
  stakeTransfers,
} from "#backend/modules/rounds/roundTransfers.ts";
import { roundViewOf, settledBetViewOf } from "#backend/modules/rounds/roundViews.ts";
import { type SettledRound, writeSettledRound } from "#backend/modules/rounds/settledRound.store.ts";
import { addToPlayerTotals } from "#backend/modules/statistics/playerTotals.ts";
import type { BetView } from "#domain/api/casino.ts";
import type { RoundResponse } from "#domain/api/rounds.ts";
import type { RoundStep } from "#domain/games/decideRound.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { type RoundStanding, recordedOutcome } from "#domain/games/playRound.ts";
import type { RoundEnd } from "#domain/games/round.ts";
import type { Transfer } from "#domain/ledger/transfer.ts";
import { checkPlayerLimits } from "#domain/limits/playerLimits.ts";
import type { Fraction } from "#domain/money/fraction.ts";

/** What a column of the books can hold. */
const MAX_COLUMN = 2n ** 63n - 1n;

/** A step that is decided, and the round that it is taken in, with all actions up to it. */
export interface DecidedStep extends RoundStep {
  readonly row: RoundRow;
  readonly actions: readonly JsonObject[];
}

/**
 * Lets a stake pass that its player may lay; what was staked before may always be played to its end.
 * @throws UserFrozen, SelfExcluded, PlayerLimitReached
 */
export function checkWager({ player, standing, cashMinor }: RoundSeat, stakeMinor: bigint): void {
  if (stakeMinor === 0n) return;
  if (player.status === "frozen") throw new UserFrozen();
  checkPlayerLimits(standing, { stakeMinor, balanceMinor: cashMinor });
}

/**
 * Writes a step, with the settlement of the round when it ends it. The answer is whole: once the caller has committed, nothing
 * that may fail stands before it.
 */
export async function writeStep(
  client: pg.ClientBase,
  seat: RoundSeat,
  step: DecidedStep,
): Promise<RoundResponse> {
  const { tenantId, userId, currency } = seat;
  const { row, actions, standing, addedStakeMinor: wageredMinor } = step;
  const { stakedMinor, end } = standing;
  const stake = stakeTransfers(seat, { roundId: row.id, number: actions.length, amountMinor: wageredMinor });
  const settlement = end === null ? [] : transfersOf(seat, step, end);
  await postTransfers(client, tenantId, [...stake, ...settlement], { areNew: true });
  if (wageredMinor > 0n) {
    const laid = { userId, currency, bets: 0n, stakedMinor: 0n, paidMinor: 0n, wageredMinor };
    await addToPlayerTotals(client, tenantId, [laid]);
  }
  const updated = await updateRound(client, tenantId, {
    roundId: row.id,
    stakedMinor,
    actionsText: JSON.stringify(actions),
    status: end === null ? "open" : "settled",
  });
  const bet = end === null ? null : await settle(client, seat, step, end);
  await notifyActivity(client, [{ kind: "balance", tenantId, userId }]);
  return {
    round: roundViewOf(updated, standing, actions.length),
    bet,
    balance: await readBalance(client, seat),
    repeated: false,
  };
}

/** The answer to a step that was taken before, but for the bet that a finished round has become: that stands among the others. */
export function repeatedStep({
  row,
  actions,
  standing,
}: Omit<DecidedStep, "addedStakeMinor">): RoundResponse {
  return { round: roundViewOf(row, standing, actions.length), bet: null, balance: null, repeated: true };
}

function transfersOf(
  seat: RoundSeat,
  { row, standing }: DecidedStep,
  { payoutMinor, isRefund }: RoundEnd,
): Transfer[] {
  const { stakedMinor } = standing;
  const settled = { roundId: row.id, game: row.game, stakedMinor, payoutMinor };
  // A stake that comes back unplayed was no wager: it feeds no pot and completes no bonus.
  const aside = isRefund ? [] : sideTransfers(seat, settled);
  return [...settlementTransfers(seat, settled), ...aside];
}

async function settle(
  client: pg.ClientBase,
  seat: RoundSeat,
  { row, actions, standing }: DecidedStep,
  end: RoundEnd,
): Promise<BetView> {
  // Nor does an agent earn from it, so that nobody earns by leaving rounds alone.
  const earning = end.isRefund ? { ...seat, plan: undefined } : seat;
  const settled: SettledRound = {
    roundId: row.id,
    game: row.game,
    stakedMinor: standing.stakedMinor,
    payoutMinor: end.payoutMinor,
    multiplier: recordedMultiplier(standing, end),
    edgeBps: row.edge_bps,
    configId: row.config_id,
    paramsText: row.params,
    outcomeText: JSON.stringify(recordedOutcome(end, { stakeMinor: row.stake, actions })),
    seedId: row.seed_id,
    nonce: row.nonce,
  };
  return settledBetViewOf(row, settled, await writeSettledRound(client, earning, settled));
}

/** The product of many odds may be longer than a column: then the ratio of what was paid to what was staked stands for it. */
function recordedMultiplier({ stakedMinor }: RoundStanding, { multiplier, payoutMinor }: RoundEnd): Fraction {
  const fits = multiplier.numerator <= MAX_COLUMN && multiplier.denominator <= MAX_COLUMN;
  return fits ? multiplier : { numerator: payoutMinor, denominator: stakedMinor };
}
