import { encodeFunctionData, type Hex } from "viem";
import { z } from "zod";
import { accessManagerAbi } from "#domain/abi/accessManager.ts";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Act, Order } from "#scripts/administer/act.ts";
import { AdministerRefused } from "#scripts/administer/errors.ts";
import * as value from "#scripts/administer/values.ts";
import { callInWords } from "#scripts/deploy/callWords.ts";
import { ADMIN_ROLE, TREASURY_ROLE } from "#scripts/deploy/roles.ts";

export type Action = {
  readonly summary: string;
  /** The flags that it takes, without those that every action takes. */
  readonly flags: readonly string[];
  /** What its flags ask for. @throws z.ZodError @throws AdministerRefused */
  readonly read: (flags: Readonly<Record<string, string>>) => Order;
};

const WEI_PER_QUANTUM = 10n ** 9n;
/** Members of these could act unseen without a delay of their own. */
const DELAYED_ROLES: ReadonlySet<bigint> = new Set([ADMIN_ROLE, TREASURY_ROLE]);

const limits = {
  "batch-cap": value.quanta,
  capacity: value.quanta,
  refill: value.quanta,
};

/** Everything that the command can do, by name. Amounts are in quanta. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  "pause-payouts": action("guardian: no batch is paid", {}, () =>
    onVault(encodeFunctionData({ abi: vaultAbi, functionName: "pausePayouts" })),
  ),
  "pause-entries": action("guardian: nobody can pay in", {}, () =>
    onVault(encodeFunctionData({ abi: vaultAbi, functionName: "pauseEntries" })),
  ),
  "unpause-payouts": action("admin: batches are paid again", {}, () =>
    onVault(encodeFunctionData({ abi: vaultAbi, functionName: "unpausePayouts" })),
  ),
  "unpause-entries": action("admin: paying in works again", {}, () =>
    onVault(encodeFunctionData({ abi: vaultAbi, functionName: "unpauseEntries" })),
  ),
  "rotate-signer": action(
    "admin: obey this signer from now on; all that was signed is void, also when it is the present one",
    { signer: value.account },
    ({ signer }) =>
      onVault(encodeFunctionData({ abi: vaultAbi, functionName: "rotateSigner", args: [signer] })),
  ),
  "set-limits": action(
    "admin: how much of a token may leave, in a batch, in a burst and each second",
    { token: value.address, ...limits },
    ({ token, ...given }) =>
      onVault(
        encodeFunctionData({
          abi: vaultAbi,
          functionName: "setOutflowLimits",
          args: [token, limitsOf(given)],
        }),
      ),
  ),
  "list-token": action(
    "admin: carry a token, for good; its quantum is in its own smallest units",
    { token: value.account, quantum: value.quantum, ...limits },
    ({ token, quantum, ...given }) =>
      onVault(
        encodeFunctionData({
          abi: vaultAbi,
          functionName: "listToken",
          args: [token, quantum, limitsOf(given)],
        }),
      ),
  ),
  grant: action(
    "admin: give somebody a role; each of their acts waits for the delay in seconds",
    { role: value.role, account: value.account, delay: value.delaySeconds },
    ({ role: { id, name }, account, delay }) => {
      if (delay === 0 && DELAYED_ROLES.has(id)) {
        throw new AdministerRefused(`--delay must not be 0 for ${name}: nobody would see its acts coming.`);
      }
      return onRole(
        id,
        encodeFunctionData({ abi: accessManagerAbi, functionName: "grantRole", args: [id, account, delay] }),
      );
    },
  ),
  revoke: action(
    "admin: take a role from somebody",
    { role: value.role, account: value.account },
    ({ role: { id }, account }) => ({
      ...onRole(
        id,
        encodeFunctionData({ abi: accessManagerAbi, functionName: "revokeRole", args: [id, account] }),
      ),
      revokes: { role: id, account },
    }),
  ),
  cancel: action(
    "guardian (of the treasury's transfers) or admin: take back what is scheduled, by its id in check-deployment",
    { operation: value.operationId, "from-block": value.block.optional() },
    ({ operation, "from-block": fromBlock }) => ({ kind: "cancel", operation, fromBlock }),
  ),
  "treasury-transfer": action(
    "treasury: move surplus out",
    { token: value.address, to: value.account, quanta: value.someQuanta },
    ({ token, to, quanta }) =>
      onVault(
        encodeFunctionData({ abi: vaultAbi, functionName: "treasuryTransfer", args: [token, to, quanta] }),
      ),
  ),
  deposit: action("anyone: pay the chain's coin in", { quanta: value.someQuanta }, ({ quanta }) =>
    onVault(encodeFunctionData({ abi: vaultAbi, functionName: "deposit" }), {
      guard: "anyone",
      valueWei: quanta * WEI_PER_QUANTUM,
    }),
  ),
  "claim-credit": action(
    "anyone: be paid a credit of one's own",
    { token: value.address, to: value.account },
    ({ token, to }) =>
      onVault(encodeFunctionData({ abi: vaultAbi, functionName: "claimCredit", args: [token, to] }), {
        guard: "anyone",
      }),
  ),
};

function action<Shape extends z.ZodRawShape>(
  summary: string,
  shape: Shape,
  orderOf: (values: z.output<z.ZodObject<Shape, z.core.$strict>>) => Order,
): Action {
  const values = z.strictObject(shape);
  return { summary, flags: Object.keys(shape), read: (flags) => orderOf(values.parse(flags)) };
}

function onVault(
  data: Hex,
  { guard = "function", valueWei = 0n }: Partial<Pick<Act, "guard" | "valueWei">> = {},
) {
  return orderFor({ contract: "Vault", words: callInWords(data), data, valueWei, guard });
}

function onRole(role: bigint, data: Hex) {
  const guard = { administersRole: role };
  return orderFor({ contract: "AccessManager", words: callInWords(data), data, valueWei: 0n, guard });
}

function orderFor(act: Act) {
  return { kind: "act", act } as const;
}

function limitsOf(given: { "batch-cap": bigint; capacity: bigint; refill: bigint }) {
  const { "batch-cap": batchCap, capacity: outflowCapacity, refill: outflowRefillPerSecond } = given;
  if (batchCap > outflowCapacity) throw new AdministerRefused("--batch-cap must not be above --capacity.");
  return { batchCap, outflowCapacity, outflowRefillPerSecond };
}
