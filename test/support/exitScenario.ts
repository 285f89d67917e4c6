import { expect } from "vitest";
import type { Hex } from "#domain/chain/hex.ts";
import { FREE_BALANCE } from "#domain/ledger/liabilitiesTreeLeaf.ts";
import { ExitRefused } from "#scripts/exit/errors.ts";
import { openRehearsal, type Rehearsal } from "#test/support/exitRehearsal.ts";
import { inPieces, type Player } from "#test/support/rehearsalPlayers.ts";

const WEI_PER_QUANTUM = 10n ** 9n;
const LATE_LOSER = 6;
const LATE_LOSS = 1_000n;

export type ScenarioOptions = {
  /** How many players there are, beside one who was there before. */
  readonly players: number;
  /** The vault is left with so many hundredths of what it owes; 100 for all of it. */
  readonly percentLeft: bigint;
};

/** What the rehearsal came to; amounts in quanta. */
export type Figures = {
  readonly leaves: number;
  readonly pendingBatchLeaves: number;
  readonly executedBatchLeaves: number;
  readonly lateDeposits: number;
  readonly claimQuanta: bigint;
  readonly payableQuanta: bigint;
  readonly paidQuanta: bigint;
  readonly surplusTakenQuanta: bigint;
  readonly leftInVaultQuanta: bigint;
  readonly exitSeconds: number;
};

/**
 * The operator falls silent, and everybody leaves with a proof made from the public leaves file and nothing else.
 * Asserts on the way that each is paid once, what the last checkpoint and the vault itself say, and no more.
 */
export async function playExit({ players: count, percentLeft }: ScenarioOptions): Promise<Figures> {
  const house = await openRehearsal(count);
  try {
    const late = await playUntilSilence(house);
    return await everybodyLeaves(house, { late, percentLeft });
  } finally {
    await house.close();
  }
}

/** @returns who deposited after the last checkpoint's cut, and how much */
async function playUntilSilence(house: Rehearsal): Promise<Map<Hex, bigint>> {
  const { players } = house;
  await house.fundEverybody();
  for (const [n, player] of players.entries()) {
    if (n % 3 === 0) await house.settleBet(player, -(player.deposited / 2n));
    if (n % 3 === 1) await house.settleBet(player, player.deposited / 5n);
  }
  // Some are paid for good.
  for (const player of players.filter((_, n) => n % 5 === 0)) {
    await house.requestWithdrawal(player, player.deposited / 4n);
  }
  await house.settleEverything();

  // A batch that is executed a moment before the last checkpoint, and so is a leaf of it that the exit refuses.
  for (const player of players.filter((_, n) => n % 10 === 1)) {
    await house.requestWithdrawal(player, player.deposited / 3n);
  }
  await house.carry(house.worker);
  await house.round(house.worker);
  await house.index();

  // One that is carried and never signed, and withdrawals that no batch takes any more.
  for (const player of players.filter((_, n) => n % 10 === 2)) {
    await house.requestWithdrawal(player, player.deposited / 6n);
  }
  await house.round(house.worker);
  await house.index();
  await house.stopPayouts();
  for (const player of players.filter((_, n) => n % 10 === 3)) {
    await house.requestWithdrawal(player, player.deposited / 7n);
  }
  await house.publishNow();

  // A bet after the last checkpoint: the exit pays as if it had not been made.
  await house.settleBet(players[LATE_LOSER]!, -LATE_LOSS);

  const late = players.filter((_, n) => n % 20 === 4);
  for (const player of late) await house.deposit(player, player.deposited / 8n);
  await house.index();
  return new Map(late.map(({ wallet, deposited }) => [wallet, deposited / 8n]));
}

async function everybodyLeaves(
  house: Rehearsal,
  { late, percentLeft }: { late: ReadonlyMap<Hex, bigint>; percentLeft: bigint },
): Promise<Figures> {
  const { tree, proofOf } = await house.publicTree();
  const [, , root, total] = await house.read.checkpoint();
  expect([tree.root, tree.total]).toEqual([root, total]);
  const everybody = [house.first, ...house.players];
  const [first] = everybody;
  await expect(house.leave(first!, proofOf(first!.wallet), true)).rejects.toThrow(/can be opened from/);

  const liabilities = await house.read.liabilities();
  if (percentLeft < 100n) {
    const left = (liabilities * percentLeft * WEI_PER_QUANTUM) / 100n;
    await house.rpc("anvil_setBalance", [house.vault, `0x${left.toString(16)}`]);
  }
  await house.passSevenDays();
  await expect(house.leave(first!, proofOf(first!.wallet))).rejects.toThrow(ExitRefused);

  const startedAt = performance.now();
  const opening = await house.leave(first!, proofOf(first!.wallet), true);
  const [payableQuanta, claimQuanta] = await house.read.terms();
  expect(claimQuanta).toBe(liabilities);
  const owed = (player: Player) => owedTo(player);
  const shareDown = (quanta: bigint) => (quanta * payableQuanta) / claimQuanta;
  const executed = await executedBatches(house);

  function owedTo({ wallet }: Player): bigint[] {
    const leaves = tree.leaves.filter(({ account, batchId }) => account === wallet && !executed.has(batchId));
    const deposit = late.get(wallet) ?? 0n;
    return [...leaves.map(({ quanta }) => quanta), ...(deposit > 0n ? [deposit] : [])];
  }

  const rest = await inPieces(house.players, (player) => house.leave(player, proofOf(player.wallet)));
  const exitSeconds = Math.round((performance.now() - startedAt) / 1_000);
  const outcomes = [opening, ...rest];
  for (const [index, { paid }] of outcomes.entries()) {
    const expected = owed(everybody[index]!).reduce((sum, quanta) => sum + shareDown(quanta), 0n);
    expect(paid).toBe(expected);
  }
  // Those whose batch was executed are told so; they had the money before.
  const refused = everybody.filter(({ wallet }) => {
    return tree.leaves.some(({ account, batchId }) => account === wallet && executed.has(batchId));
  });
  for (const player of refused) {
    const { lines } = outcomes[everybody.indexOf(player)]!;
    expect(lines.join("\n")).toContain("were paid already, by its batch");
  }
  // Nobody is paid twice, however often they try.
  const again = await inPieces(everybody, (player) => house.leave(player, proofOf(player.wallet)));
  expect(again.every(({ paid }) => paid === 0n)).toBe(true);

  const surplusTakenQuanta = await house.takeSurplus();
  const paidQuanta = outcomes.reduce((sum, { paid }) => sum + paid, 0n);
  await expectBooks(house, percentLeft);
  return {
    leaves: tree.leaves.length,
    pendingBatchLeaves: tree.leaves.filter(
      ({ batchId }) => batchId !== FREE_BALANCE && !executed.has(batchId),
    ).length,
    executedBatchLeaves: tree.leaves.filter(({ batchId }) => executed.has(batchId)).length,
    lateDeposits: late.size,
    claimQuanta,
    payableQuanta,
    paidQuanta,
    surplusTakenQuanta,
    leftInVaultQuanta: await house.vaultQuanta(),
    exitSeconds,
  };
}

async function executedBatches(house: Rehearsal): Promise<Set<string>> {
  const { rows } = await house.owner.query(
    "SELECT id FROM payout_batches WHERE status IN ('executed', 'final')",
  );
  return new Set(rows.map(({ id }) => id));
}

/** The books follow the exit to its end: custody is the vault's balance, and nothing is owed but by the house itself. */
async function expectBooks(house: Rehearsal, percentLeft: bigint): Promise<void> {
  await house.node.mine({ blocks: 10 });
  await house.index();
  const one = async (sql: string) => (await house.owner.query<{ n: bigint }>(sql)).rows[0]!.n;
  expect(await one("SELECT sum(balance)::bigint AS n FROM accounts")).toBe(0n);
  const switches = await house.owner.query("SELECT name FROM kill_switches ORDER BY name");
  expect(switches.rows.map(({ name }) => name)).toEqual(["bets", "payouts", "withdrawals"]);
  if (percentLeft < 100n) return;
  expect(await one("SELECT -sum(balance)::bigint AS n FROM accounts WHERE kind = 'custody'")).toBe(
    await house.vaultQuanta(),
  );
  expect(await one("SELECT sum(balance)::bigint AS n FROM accounts WHERE owner_id IS NOT NULL")).toBe(0n);
  // What the chain paid and the books no longer owed is there for people to look at.
  expect(
    await one("SELECT coalesce(sum(balance), 0)::bigint AS n FROM accounts WHERE kind = 'suspense'"),
  ).toBe(-LATE_LOSS);
}
