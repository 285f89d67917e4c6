import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { publish } from "#test/contracts/support/checkpoints.ts";
import { PRICE, payEntry, signEntry } from "#test/contracts/support/entries.ts";
import { COIN, FUNDS, freshHouse, GWEI, type House } from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

describe("uncoveredDepositsOf", () => {
  it("default", async () => {
    const house = await freshHouse();
    await depositAs(house, "alice", 1n);
    await depositAs(house, "bob", 2n);
    await depositAs(house, "alice", 4n);
    expect(await uncoveredCoins(house)).to.deep.equal([5n, 2n]);
  });

  it("behavior: a registration counts like a deposit", async () => {
    const house = await freshHouse();
    await payEntry(house, "register", await signEntry(house, "registration"));
    expect(await house.vault.uncoveredDepositsOf(house.alice, NATIVE_TOKEN)).to.equal(PRICE);
  });

  it("behavior: what a checkpoint's cut covers is not counted any more", async () => {
    const house = await freshHouse();
    await depositAs(house, "alice", 1n);
    await depositAs(house, "bob", 2n);
    await depositAs(house, "alice", 4n);
    await publish(house, { entered: FUNDS + 3n * COIN });
    expect(await uncoveredCoins(house)).to.deep.equal([4n, 0n]);
    await publish(house, { entered: FUNDS + 7n * COIN });
    expect(await uncoveredCoins(house)).to.deep.equal([0n, 0n]);
  });

  it("behavior: a payment between the cut and its publication is counted", async () => {
    const house = await freshHouse();
    const cut = { entered: FUNDS, executed: 0n };
    await depositAs(house, "alice", 1n);
    await publish(house, cut);
    expect(await uncoveredCoins(house)).to.deep.equal([1n, 0n]);
    expect(await house.vault.liabilities(NATIVE_TOKEN)).to.equal(COIN);
  });

  it("behavior: a cut through a payment leaves the stretch behind it", async () => {
    const house = await freshHouse();
    await depositAs(house, "alice", 5n);
    await publish(house, { entered: FUNDS + 2n * COIN });
    expect(await uncoveredCoins(house)).to.deep.equal([3n, 0n]);
    expect(await house.vault.liabilities(NATIVE_TOKEN)).to.equal(3n * COIN);
  });

  it("behavior: payments go on after a checkpoint covered some or all of them", async () => {
    const house = await freshHouse();
    for (let n = 1n; n <= 3n; n += 1n) await depositAs(house, "alice", 1n);
    await publish(house, { entered: FUNDS + 2n * COIN });
    await depositAs(house, "alice", 1n);
    expect(await uncoveredCoins(house)).to.deep.equal([2n, 0n]);
    await publish(house);
    await depositAs(house, "alice", 8n);
    expect(await uncoveredCoins(house)).to.deep.equal([8n, 0n]);
  });

  it("error: TooManyUncovered", async () => {
    const house = await freshHouse();
    const limit: bigint = await house.vault.MAX_UNCOVERED();
    expect(limit).to.equal(256n);
    for (let n = 0n; n < limit; n += 1n) await depositAs(house, "alice", 1n);
    await expect(depositAs(house, "alice", 1n))
      .to.be.revertedWithCustomError(house.vault, "TooManyUncovered")
      .withArgs(limit);
    await depositAs(house, "bob", 1n);

    // Once some are covered there is room again, around the end of the ring.
    await publish(house, { entered: FUNDS + 2n * COIN });
    await depositAs(house, "alice", 1n);
    await depositAs(house, "alice", 1n);
    expect(await uncoveredCoins(house)).to.deep.equal([256n, 1n]);
    await expect(depositAs(house, "alice", 1n)).to.be.revertedWithCustomError(
      house.vault,
      "TooManyUncovered",
    );
    await publish(house);
    await depositAs(house, "alice", 1n);
    expect(await uncoveredCoins(house)).to.deep.equal([1n, 0n]);
  });

  matchesTree(new URL("uncoveredDeposits.tree", import.meta.url));
});

function depositAs(house: House, name: "alice" | "bob", coins: bigint) {
  return house.vault.connect(house[name]).deposit({ value: coins * COIN * GWEI });
}

/** What Alice and Bob paid in after the cut, in whole coins. */
async function uncoveredCoins({ vault, alice, bob }: House): Promise<bigint[]> {
  const quanta = [
    await vault.uncoveredDepositsOf(alice, NATIVE_TOKEN),
    await vault.uncoveredDepositsOf(bob, NATIVE_TOKEN),
  ];
  return quanta.map((amount) => amount / COIN);
}
