import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { reconciliationReport } from "#domain/api/monitoring.ts";
import { commitment } from "#domain/fairness/commitment.ts";
import { verifyDraw } from "#domain/games/verifyDraw.ts";
import { RunningHouse } from "#test/support/house.ts";
import { diceBet, Player, until } from "#test/support/player.ts";

const DEPOSIT = 1_000_000_000n;
const STAKE = 100_000n;
const BETS = 200;

let house: RunningHouse;
let apiUrl: string;

beforeAll(async () => {
  house = await RunningHouse.start();
  apiUrl = (await house.state()).urls.api;
});
afterAll(async () => house?.remove());

describe("the whole loop, as a stranger's client sees it", () => {
  test("default", async () => {
    const player = await Player.open(apiUrl);
    await player.signIn();
    await player.takeFromFaucet();
    const { active } = await player.seeds();

    await player.deposit(DEPOSIT);
    await until("the deposit to be seen", async () => (await player.deposits()).length === 1);
    await until("the deposit to be credited", async () => (await player.available()) === DEPOSIT);

    await player.connect();
    let expected = DEPOSIT;
    const settled = [];
    for (let count = 0; count < BETS; count++) {
      const { bet } = await player.bet(diceBet(STAKE));
      expected += BigInt(bet.payout) - STAKE;
      settled.push(bet);
    }
    expect(await player.available()).toBe(expected);
    expect(settled.map(({ nonce }) => nonce)).toEqual(Array.from({ length: BETS }, (_, nonce) => nonce));

    const overHttp = await player.betOverHttp(diceBet(STAKE));
    expected += BigInt(overHttp.bet.payout) - STAKE;

    const { revealed } = await player.rotate();
    expect(revealed.commitment).toBe(active.commitment);
    expect(commitment(revealed.serverSeed)).toBe(active.commitment);
    for (const bet of settled) {
      const { outcome } = verifyDraw({
        game: "dice",
        serverSeed: revealed.serverSeed,
        clientSeed: bet.clientSeed,
        nonce: bet.nonce,
        params: {},
      });
      expect(outcome).toBe(z.object({ rollHundredths: z.int() }).parse(bet.outcome).rollHundredths / 100);
    }

    const before = await player.publicClient.getBalance({ address: player.account.address });
    await player.withdraw(expected);
    await until("the vault to pay", async () => (await player.withdrawals())[0]?.status === "settled");
    const after = await player.publicClient.getBalance({ address: player.account.address });
    expect(after - before).toBe(expected * 1_000_000_000n);
    expect(await player.available()).toBe(0n);

    const [withdrawal] = await player.withdrawals();
    expect(withdrawal?.txHash).toMatch(/^0x[0-9a-f]{64}$/);
    await until("a reconciliation without variance", async () => {
      const { items } = await player.request(reconciliationReport, "GET", "/monitoring/reconciliation");
      return items.length > 0 && items.every(({ variance }) => variance === "0");
    });
    player.close();
  });
});
