import type pg from "pg";
import { NotFound } from "#backend/http/failures.ts";
import { isAbandoned } from "#backend/modules/rounds/abandoned.store.ts";
import { findRound, type RoundRow } from "#backend/modules/rounds/round.store.ts";
import { originOf } from "#backend/modules/rounds/roundOrigin.ts";
import { RoundActionConflict, RoundOutOfTurn, RoundOver } from "#backend/modules/rounds/roundRefusals.ts";
import { checkRules } from "#backend/modules/rounds/roundRules.ts";
import type { RoundSeat } from "#backend/modules/rounds/roundSeat.ts";
import { checkWager, repeatedStep, writeStep } from "#backend/modules/rounds/roundStep.ts";
import { actionsOf } from "#backend/modules/rounds/roundViews.ts";
import { type StepDependencies, takeSeat } from "#backend/modules/rounds/startRound.ts";
import type { RoundActionRequest, RoundResponse } from "#domain/api/rounds.ts";
import { invariant } from "#domain/errors.ts";
import { stepRound } from "#domain/games/decideRound.ts";
import type { JsonObject } from "#domain/games/game.ts";
import { ABANDON, playRound } from "#domain/games/playRound.ts";

export interface RoundKey {
  readonly tenantId: number;
  readonly userId: string;
  readonly roundId: string;
}

/** Takes an action in the caller's transaction, or answers again what it led to. @throws FairhouseError */
export async function takeAction(
  client: pg.ClientBase,
  dependencies: StepDependencies,
  { request, ...key }: RoundKey & { readonly request: RoundActionRequest },
): Promise<RoundResponse> {
  const { hashers } = dependencies;
  const { tenantId } = key;
  const { row, seat } = await lockRound(client, dependencies, key);
  if (row.status === "voided") throw new RoundOver(row.id);
  const origin = await originOf(client, hashers, { tenantId, row });
  const action = origin.game.actions.parse(request.action);
  const taken = actionsOf(row);
  if (isTaken(row, taken, { number: request.number, action })) {
    const actions = taken.slice(0, request.number);
    return repeatedStep({ row, actions, standing: playRound(origin, actions) });
  }
  const step = stepRound(origin, taken, { action, wallet: { balanceMinor: seat.cashMinor } });
  checkWager(seat, step.addedStakeMinor);
  return writeStep(client, seat, { row, actions: [...taken, action], ...step });
}

/**
 * Ends a round that was left alone, by the rules of its game. Of two processes that do so at once the second finds it
 * settled, and a round whose player has come back stays open.
 * @returns undefined when there is nothing to end
 * @throws RoundRulesChanged
 */
export async function endAbandoned(
  client: pg.ClientBase,
  dependencies: StepDependencies,
  { idleMs, ...key }: RoundKey & { readonly idleMs: number },
): Promise<RoundResponse | undefined> {
  const { tenantId } = key;
  // What a round was begun under never changes, so whoever cannot play it need not hold up its player and the house.
  const found = await findRound(client, tenantId, key.roundId);
  if (found?.status === "open") checkRules(found);
  const { row, seat } = await lockRound(client, dependencies, key);
  if (!(await isAbandoned(client, { ...key, idleMs }))) return undefined;
  const origin = await originOf(client, dependencies.hashers, { tenantId, row });
  const actions = [...actionsOf(row), ABANDON];
  return writeStep(client, seat, { row, actions, standing: playRound(origin, actions), addedStakeMinor: 0n });
}

/** The player's round, read behind the locks of the accounts that it moves. @throws NotFound */
async function lockRound(
  client: pg.ClientBase,
  dependencies: StepDependencies,
  { tenantId, userId, roundId }: RoundKey,
): Promise<{ readonly row: RoundRow; readonly seat: RoundSeat }> {
  const found = await findRound(client, tenantId, roundId);
  if (found === undefined || found.user_id !== userId) throw new NotFound("round");
  const seat = await takeSeat(client, dependencies, { tenantId, userId, currency: found.currency });
  // Only a later statement sees what the locks waited for.
  const row = await findRound(client, tenantId, roundId);
  invariant(row !== undefined, "an open round is never deleted, and a settled one not so soon");
  return { row, seat };
}

/**
 * True when the action was taken before under this number, false when its turn has come.
 * @throws RoundActionConflict, RoundOver, RoundOutOfTurn
 */
function isTaken(
  row: RoundRow,
  taken: readonly JsonObject[],
  { number, action }: { readonly number: number; readonly action: JsonObject },
): boolean {
  const before = taken[number - 1];
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(action)) return true;
  if (row.status === "settled") throw new RoundOver(row.id);
  if (before !== undefined) throw new RoundActionConflict(number);
  if (number !== taken.length + 1) throw new RoundOutOfTurn(taken.length + 1);
  return false;
}
