import { NO_BATCH, PLAYERS } from "../plan.ts";
import { type Act, tokenState } from "./act.ts";
import { freeQuanta } from "./vaultState.ts";

/** Opens the exit, once and for all. */
export function openExit(act: Act): void {
  const { state, plan } = act;
  if (state.hasExit) return;
  state.hasExit = true;
  for (const token of plan.tokens) {
    const { epoch } = tokenState(act, token);
    const free = freeQuanta(tokenState(act, token));
    act.emit("vault", "ExitActivated", { token, epoch, payableQuanta: free, claimQuanta: free });
    act.tell({ kind: "exitActivated", token });
  }
}

/** A leaf or late deposits leave through the exit. */
export function leave(act: Act): void {
  const { random, plan, state } = act;
  const token = random.pick(plan.tokens);
  const account = random.pick([plan.bankroll, ...PLAYERS]);
  const held = tokenState(act, token);
  const paidIn = held.paidIn.get(account) ?? 0n;
  // A leaf may say more than was paid in (it was won) or less (it was lost); the vault pays what it can.
  const quanta = (paidIn * BigInt(random.int(2, 12))) / 10n;
  const free = freeQuanta(held);
  const paid = quanta < free ? quanta : free;
  if (quanta === 0n) return;
  const isLate = random.chance(0.4);
  const leaf = `${token}/${account}/${isLate ? "deposits" : "free"}`;
  if (state.exitedLeaves.has(leaf)) return;
  state.exitedLeaves.add(leaf);
  held.balance -= paid;
  const args = { account, token, to: account, quanta, paid };
  if (isLate) act.emit("vault", "DepositsExited", args);
  else act.emit("vault", "Exited", { ...args, batchId: NO_BATCH });
  act.tell({ kind: "exit", account, token, batchId: undefined, paid });
}

export function leaveWithBatch(act: Act): void {
  const { random, plan, state } = act;
  const waiting = plan.known.filter(({ id }) => !state.executedBatches.has(id));
  if (waiting.length === 0) return;
  const { id: batchId, token, entries } = random.pick(waiting);
  const account = random.pick(entries).to;
  const leaf = `${token}/${account}/${batchId}`;
  if (state.exitedLeaves.has(leaf)) return;
  const quanta = entries.reduce((sum, entry) => (entry.to === account ? sum + entry.quanta : sum), 0n);
  const held = tokenState(act, token);
  if (freeQuanta(held) < quanta) return;
  state.exitedLeaves.add(leaf);
  held.balance -= quanta;
  act.emit("vault", "Exited", { account, token, to: account, quanta, paid: quanta, batchId });
  act.tell({ kind: "exit", account, token, batchId, paid: quanta });
}
