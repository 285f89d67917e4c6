import type { Hex } from "#domain/chain/hex.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import { NATIVE_TOKEN } from "#domain/money/currency.ts";
import { addressOf, hexOf } from "#test/indexer/support/simulatedChain.ts";
import { NO_BATCH, PLAYERS, type SimBatch } from "../plan.ts";
import { type Act, tokenState } from "./act.ts";
import { leave, leaveWithBatch } from "./exitActs.ts";
import type { PaidEntry } from "./fact.ts";
import { govern } from "./governanceActs.ts";
import { freeQuanta } from "./vaultState.ts";

const NOBODY: Hex = `0x${"0".repeat(40)}`;

/** Does something that the vault lets happen; or nothing, where it would refuse. */
export function actAtRandom(act: Act): void {
  const perform = act.state.hasExit ? afterExit(act.random.next()) : beforeExit(act.random.next());
  perform(act);
}

function beforeExit(roll: number): (act: Act) => void {
  if (roll < 0.4) return deposit;
  if (roll < 0.5) return enter;
  if (roll < 0.7) return execute;
  if (roll < 0.76) return claim;
  if (roll < 0.82) return publish;
  if (roll < 0.86) return takeSurplus;
  if (roll < 0.9) return anchor;
  return govern;
}

function afterExit(roll: number): (act: Act) => void {
  if (roll < 0.2) return claim;
  return roll < 0.45 ? leaveWithBatch : leave;
}

function deposit(act: Act): void {
  const { random, plan, state } = act;
  if (state.isEntryPaused) return;
  const stranger = addressOf(`stranger ${random.int(1, 40)}`);
  const account = random.pick([plan.bankroll, ...PLAYERS, stranger]);
  const token = random.pick(plan.tokens);
  const quanta = BigInt(random.int(1, 1_000_000));
  payIn(act, account, token, quanta);
  act.emit("vault", "Deposited", { account, token, quanta });
  act.tell({ kind: "deposit", account, token, quanta });
}

const BANKROLL_QUANTA = 1_000_000_000_000n;

/** The house funds its vault: a deposit that a node leaves out for a while must not make a payout impossible. */
export function fund(act: Act): void {
  const { plan } = act;
  for (const token of plan.tokens) {
    const said = { account: plan.bankroll, token, quanta: BANKROLL_QUANTA };
    payIn(act, plan.bankroll, token, BANKROLL_QUANTA);
    act.emit("vault", "Deposited", said);
    act.tell({ kind: "deposit", ...said });
  }
}

function payIn(act: Act, account: Hex, token: Hex, quanta: bigint): void {
  const state = tokenState(act, token);
  state.balance += quanta;
  state.entered += quanta;
  state.paidIn.set(account, (state.paidIn.get(account) ?? 0n) + quanta);
}

function enter(act: Act): void {
  const { random, state } = act;
  if (state.isEntryPaused) return;
  const account = random.pick([...PLAYERS, addressOf(`stranger ${random.int(1, 40)}`)]);
  const sponsor = random.chance(0.3) ? NOBODY : random.pick(PLAYERS);
  const nonce = state.members.get(account) ?? 0n;
  const quanta = nonce === 0n ? 20_000n : 40_000n;
  const placementHint = random.chance(0.5) ? NO_BATCH : hexOf(`hint ${act.nonce}`, 64);
  state.members.set(account, nonce + 1n);
  payIn(act, account, NATIVE_TOKEN, quanta);
  const name = nonce === 0n ? "RegistrationAccepted" : "RetopupCompleted";
  act.emit("vault", name, { account, sponsor, quanta, placementHint, nonce });
  act.tell({ kind: "entry", isFirst: nonce === 0n, account, sponsor, quanta, placementHint, nonce });
}

function execute(act: Act): void {
  const { random, plan, state } = act;
  const open = plan.executable.filter(({ id }) => !state.executedBatches.has(id));
  if (open.length === 0 || state.isPayoutPaused) return;
  const batch: SimBatch = random.pick(open);
  const packed = packEntries(batch.entries.map(({ to, quanta }) => ({ account: to, quanta })));
  const token = tokenState(act, batch.token);
  if (freeQuanta(token) < packed.total) return;
  const entries = batch.entries.map(
    ({ to, quanta }): PaidEntry => ({ account: to, quanta, isCredited: random.chance(0.3) }),
  );
  let credited = 0n;
  for (const { account, quanta, isCredited } of entries) {
    if (!isCredited) continue;
    credited += quanta;
    token.credits.set(account, (token.credits.get(account) ?? 0n) + quanta);
    act.emit("vault", "PayoutCredited", { batchId: batch.id, account, token: batch.token, quanta });
  }
  token.balance -= packed.total - credited;
  token.executed += packed.total;
  state.executedBatches.add(batch.id);
  const { total, count, entries: bytes } = packed;
  act.emit("vault", "PayoutExecuted", {
    batchId: batch.id,
    token: batch.token,
    total,
    count,
    credited,
    entries: bytes,
  });
  act.tell({ kind: "payout", batchId: batch.id, token: batch.token, entries });
}

function claim(act: Act): void {
  const { random, plan } = act;
  const token = random.pick(plan.tokens);
  const state = tokenState(act, token);
  const [credit] = state.credits;
  if (credit === undefined) return;
  const [account, quanta] = credit;
  state.credits.delete(account);
  state.balance -= quanta;
  act.emit("vault", "CreditClaimed", { account, token, to: account, quanta });
  act.tell({ kind: "claim", account, token, quanta });
}

function publish(act: Act): void {
  const token = act.random.pick(act.plan.tokens);
  const state = tokenState(act, token);
  state.epoch += 1n;
  const { epoch, entered, executed } = state;
  const root = hexOf(`root ${act.nonce}`, 64);
  const total = BigInt(act.random.int(0, 1_000_000));
  const said = { token, epoch, root, total, entered, executed };
  act.emit("vault", "CheckpointPublished", said);
  act.tell({ kind: "checkpoint", ...said });
}

function takeSurplus(act: Act): void {
  const token = act.random.pick(act.plan.tokens);
  const state = tokenState(act, token);
  const quanta = freeQuanta(state) / 10n;
  if (quanta <= 0n) return;
  state.balance -= quanta;
  act.emit("vault", "TreasuryTransferred", { token, to: addressOf("treasury"), quanta });
  act.tell({ kind: "treasury", token, quanta });
}

function anchor(act: Act): void {
  const { random, state, nonce } = act;
  const kind = hexOf(`kind ${random.int(1, 2)}`, 64);
  const epoch = (state.anchored.get(kind) ?? 0n) + 1n;
  state.anchored.set(kind, epoch);
  const root = hexOf(`anchored ${nonce}`, 64);
  act.emit("registry", "Anchored", { kind, epoch, root });
  act.tell({ kind: "anchor", subject: kind, epoch, root });
}
