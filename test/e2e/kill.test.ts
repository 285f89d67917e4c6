import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT } from "#scripts/start/folders.ts";
import { type ProcessName, RunningHouse } from "#test/support/house.ts";
import { diceBet, Player, until } from "#test/support/player.ts";

const run = promisify(execFile);
const DEPOSIT = 500_000_000n;
const TOP_UP = 10_000_000n;
const STAKE = 100_000n;
const WITHDRAWAL = 5_000_000n;
const RETRY_MS = 250;
const FINALITY_MS = 20_000;
const RECOVERY_TIMEOUT_MS = 240_000;
const VICTIMS: readonly ProcessName[] = ["api", "worker", "signer", "indexer", "postgres", "redis", "chain"];

let house: RunningHouse;
let player: Player;

beforeAll(async () => {
  house = await RunningHouse.start();
  player = await Player.open((await house.state()).urls.api);
  await player.signIn();
  await player.takeFromFaucet();
  await player.deposit(DEPOSIT);
  await until("the first credit", async () => (await player.available()) === DEPOSIT);
  await player.connect();
});

afterAll(async () => {
  player?.close();
  await house?.remove();
});

/** Repeats a request under the same id until it is answered, as a client must when an answer was lost. */
async function insist<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
  const deadline = Date.now() + RECOVERY_TIMEOUT_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what} was never answered`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Bets one after the other until told to stop; every acknowledged bet is remembered. */
function betUntilStopped() {
  const acknowledged = new Map<string, bigint>();
  let isStopped = false;
  const finished = (async () => {
    while (!isStopped) {
      const request = diceBet(STAKE);
      const { bet } = await insist("a bet", () => player.bet(request));
      acknowledged.set(bet.betId, BigInt(bet.payout));
    }
  })();
  return {
    acknowledged,
    stop: async () => {
      isStopped = true;
      await finished;
    },
  };
}

describe("kill -9 of each process in turn, while bets, deposits and withdrawals go on", () => {
  test("default", { timeout: 1_800_000 }, async () => {
    const bets = betUntilStopped();
    let withdrawnMinor = 0n;
    const withdrawalKeys: string[] = [];

    for (const victim of VICTIMS) {
      const key = randomUUID();
      await insist("a withdrawal", () => player.withdraw(WITHDRAWAL, key));
      withdrawalKeys.push(key);
      withdrawnMinor += WITHDRAWAL;
      await house.kill(victim);
      // The same withdrawal again: its answer may have been lost for all the client knows.
      await insist("the repeated withdrawal", () => player.withdraw(WITHDRAWAL, key));

      const settled = bets.acknowledged.size;
      await until(
        `bets after ${victim} died`,
        async () => bets.acknowledged.size > settled + 20,
        RECOVERY_TIMEOUT_MS,
      );
      await depositOnce();
    }
    await bets.stop();

    await until(
      "all withdrawals to be settled",
      async () => {
        const list = await insist("the list of withdrawals", () => player.withdrawals());
        return list.length === withdrawalKeys.length && list.every(({ status }) => status === "settled");
      },
      RECOVERY_TIMEOUT_MS,
    );
    const paidOut = [...bets.acknowledged.values()].reduce((sum, payout) => sum + payout, 0n);
    const staked = BigInt(bets.acknowledged.size) * STAKE;
    // A deposit that was thought lost and sent again may be credited after all: both sides are looked at until they agree.
    await until(
      "every deposit to be credited",
      async () => (await player.available()) === (await creditedMinor()) - withdrawnMinor - staked + paidOut,
    );

    const rows = await house.query<{ id: string; payout: string }>("SELECT id, payout FROM bets");
    const stored = new Map(rows.map(({ id, payout }) => [id, BigInt(payout)]));
    expect(stored).toEqual(bets.acknowledged);

    const payouts = await house.query<{ executed: string }>(
      "SELECT count(*) AS executed FROM chain_events WHERE name = 'PayoutExecuted' AND canonical",
    );
    const batches = await house.query<{ batches: string }>("SELECT count(*) AS batches FROM payout_batches");
    expect(payouts[0]?.executed).toBe(batches[0]?.batches);

    const { stdout } = await run(process.execPath, ["scripts/checkLedger.ts"], {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: await house.databaseUrl() },
    });
    expect(stdout).toContain("0 findings");
  });
});

/** Deposits until one more is credited: a transaction that a killed chain lost with its last second is sent again. */
async function depositOnce(): Promise<void> {
  const before = await creditedMinor();
  await until(
    "a deposit to be credited",
    async () => {
      await insist("a deposit", () => player.deposit(TOP_UP));
      await until("it to be final", async () => (await creditedMinor()) > before, FINALITY_MS).catch(
        () => undefined,
      );
      return (await creditedMinor()) > before;
    },
    RECOVERY_TIMEOUT_MS,
  );
}

async function creditedMinor(): Promise<bigint> {
  const deposits = await insist("the list of deposits", () => player.deposits());
  const credited = deposits.filter(({ status }) => status === "credited");
  return credited.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
}
