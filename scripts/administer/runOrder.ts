import type { Account } from "viem";
import type { Hex } from "#domain/chain/hex.ts";
import type { ConnectedManager } from "#scripts/administer/accessManager.ts";
import type { Act, Order } from "#scripts/administer/act.ts";
import { AdministerRefused } from "#scripts/administer/errors.ts";
import type { AdministerMode } from "#scripts/administer/options.ts";
import { roleName } from "#scripts/deploy/roles.ts";
import type { Call } from "#scripts/runtime/callSender.ts";

/** Who acts, and whether it is really done; the key is needed only for that. */
export type How =
  | { readonly mode: Exclude<AdministerMode, "send">; readonly from: Hex }
  | { readonly mode: "send"; readonly from: Hex; readonly account: Account };

export type OrderRun = {
  readonly manager: ConnectedManager;
  readonly order: Order;
  readonly how: How;
  readonly print: (line: string) => void;
};

type Step = "call" | "schedule" | "execute";

/**
 * Does the next step of what was ordered: the act itself, at once; or, where the account must wait, scheduling it and, on
 * another run after the delay, executing it.
 *
 * @throws AdministerRefused when the account may not do it @throws NodeRefused when a contract refuses
 */
export async function runOrder(run: OrderRun): Promise<void> {
  const { manager, order } = run;
  const { from } = run.how;
  if (order.kind === "cancel") {
    const act = await manager.cancellation(order);
    return perform(run, { step: "call", act, call: manager.directCall(act) });
  }
  const { act, revokes } = order;
  if (revokes !== undefined && !(await manager.isMember(revokes))) {
    throw new AdministerRefused(`${revokes.account} does not hold ${roleName(revokes.role)}.`);
  }
  const { isHeld, delaySeconds, needs } = await manager.rightOf(act, from);
  if (!isHeld) {
    const hint = "a grant counts only after the role's grant delay, which check-deployment shows";
    throw new AdministerRefused(`${from} may not ${act.words}: it takes ${needs} (${hint}).`);
  }
  if (delaySeconds === 0) return perform(run, { step: "call", act, call: manager.directCall(act) });
  await runDelayed(run, act, delaySeconds);
}

async function runDelayed(run: OrderRun, act: Act, delaySeconds: number): Promise<void> {
  const { manager, print } = run;
  const { mode, from } = run.how;
  const execution = { step: "execute", act, call: manager.executeCall(act) } as const;
  const scheduled = await manager.scheduleOf(act, from);
  if (scheduled === undefined) {
    await perform(run, { step: "schedule", act, call: manager.scheduleCall(act) });
    if (mode === "send") print(await whenReady(run, act));
    else print(`After ${delaySeconds} s, and within a week of that, it can be executed.`);
    if (mode === "calldata") await perform(run, execution);
    return;
  }
  if (scheduled.isReady) return perform(run, execution);
  print(await whenReady(run, act));
  if (mode === "calldata") await perform(run, execution);
}

async function whenReady({ manager, how }: OrderRun, act: Act): Promise<string> {
  const scheduled = await manager.scheduleOf(act, how.from);
  if (scheduled === undefined) throw new AdministerRefused(`${act.words} is not scheduled any more.`);
  const { id, readyAt, expiresAt } = scheduled;
  return `${act.words} is scheduled as ${id}: run this again from ${time(readyAt)} on, and before ${time(expiresAt)}.`;
}

async function perform(
  { manager, how, print }: OrderRun,
  { step, act, call }: { step: Step; act: Act; call: Call },
): Promise<void> {
  switch (how.mode) {
    case "calldata": {
      const { to, data, valueWei } = call;
      const { chainId } = manager;
      print(JSON.stringify({ step, chainId, from: how.from, to, data, value: String(valueWei) }));
      return;
    }
    case "dry-run":
      await manager.rehearse(call, how.from);
      print(`${step}: ${act.words} would go through.`);
      return;
    case "send":
      print(`${step}: ${act.words} is done in ${await manager.send(call, how.account)}.`);
  }
}

function time(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
