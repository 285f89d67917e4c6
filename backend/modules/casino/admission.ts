import type { BetTicket } from "#backend/modules/casino/betTicket.ts";
import { type Gate, TooManyBets } from "#backend/modules/casino/gate.ts";

/** The bets that the gate does not let through, and why. */
export type Turned = ReadonlyMap<BetTicket, TooManyBets>;

/** Lets each player's bets pass in their order as far as the limit goes. @throws GateUnavailable */
export async function admitBets(
  gate: Gate,
  tenantId: number,
  tickets: readonly BetTicket[],
): Promise<Turned> {
  const counts = new Map<string, number>();
  for (const { userId } of tickets) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  const admissions = await gate.admit(tenantId, counts);
  const passed = new Map<string, number>();
  const turned = new Map<BetTicket, TooManyBets>();
  for (const ticket of tickets) {
    const before = passed.get(ticket.userId) ?? 0;
    const admission = admissions.get(ticket.userId);
    if (admission !== undefined && before < admission.passed) passed.set(ticket.userId, before + 1);
    else turned.set(ticket, new TooManyBets(admission?.retryAfterMs ?? 0));
  }
  return turned;
}
