import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { networkHelpers } from "#test/contracts/support/deploy.ts";
import {
  expectEntryRefused,
  expectLiesRefused,
  PLACEMENT_HINT,
  PRICE,
  payEntry,
  registerAlice,
  signEntry,
} from "#test/contracts/support/entries.ts";
import { openExit } from "#test/contracts/support/hostileHouse.ts";
import { asHex, COIN, FUNDS, freshHouse, GWEI, type House } from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

const FOREVER = 2n ** 64n - 1n;

describe("retopup", () => {
  it("error: EntriesArePaused", async () => {
    const house = await houseWithAlice();
    const signed = await signEntry(house, "retopup");
    await house.vault.connect(house.guardian).pauseEntries();
    await expectEntryRefused(house, "retopup", signed, "EntriesArePaused");
  });

  it("error: ExitIsActive", async () => {
    const house = await houseWithAlice();
    const signed = await signEntry(house, "retopup", { deadline: FOREVER });
    await openExit(house);
    await expectEntryRefused(house, "retopup", signed, "ExitIsActive");
  });

  it("error: WrongEntryKind", async () => {
    const house = await houseWithAlice();
    await expectEntryRefused(
      house,
      "retopup",
      await signEntry(house, "registration"),
      "WrongEntryKind",
      1,
      2,
    );
  });

  it("error: NotTheAccount", async () => {
    const house = await houseWithAlice();
    const signed = await signEntry(house, "retopup", { account: asHex(house.bob.address) });
    await expectEntryRefused(
      house,
      "retopup",
      signed,
      "NotTheAccount",
      house.alice.address,
      house.bob.address,
    );
  });

  it("error: EntryExpired", async () => {
    const house = await houseWithAlice();
    const signed = await signEntry(house, "retopup");
    const after = signed.intent.deadline + 1n;
    await networkHelpers.time.setNextBlockTimestamp(after);
    await expectEntryRefused(house, "retopup", signed, "EntryExpired", signed.intent.deadline, after);
  });

  it("error: StaleSignerEpoch", async () => {
    const house = await houseWithAlice();
    const signed = await signEntry(house, "retopup");
    await house.vault.rotateSigner(house.signer);
    await expectEntryRefused(house, "retopup", signed, "StaleSignerEpoch", 1, 2);
    await expectEntryRefused(
      house,
      "retopup",
      await signEntry(house, "retopup", { signerEpoch: 3n }),
      "StaleSignerEpoch",
    );
  });

  it("error: ZeroAmount", async () => {
    const house = await houseWithAlice();
    await expectEntryRefused(
      house,
      "retopup",
      await signEntry(house, "retopup", { amount: 0n }),
      "ZeroAmount",
    );
  });

  it("error: WrongEntryAmount for more or less than the price", async () => {
    const house = await houseWithAlice();
    const signed = await signEntry(house, "retopup");
    for (const quanta of [0n, PRICE - 1n, PRICE + 1n]) {
      await expect(payEntry(house, "retopup", signed, quanta * GWEI))
        .to.be.revertedWithCustomError(house.vault, "WrongEntryAmount")
        .withArgs(quanta, PRICE);
    }
  });

  it("error: NotWholeQuanta", async () => {
    const house = await houseWithAlice();
    const payment = payEntry(house, "retopup", await signEntry(house, "retopup"), PRICE * GWEI + 1n);
    await expect(payment).to.be.revertedWithCustomError(house.vault, "NotWholeQuanta");
  });

  it("error: InvalidSignature for every lie, other key, chain, vault and form", async () => {
    await expectLiesRefused(await houseWithAlice(), "retopup", "retopup");
  });

  it("error: NotRegistered", async () => {
    const house = await freshHouse();
    const signed = await signEntry(house, "retopup");
    await expectEntryRefused(house, "retopup", signed, "NotRegistered", house.alice.address);
  });

  it("error: WrongEntryNonce for one that was paid before", async () => {
    const house = await houseWithAlice();
    const signed = await signEntry(house, "retopup");
    await payEntry(house, "retopup", signed);
    await expectEntryRefused(house, "retopup", signed, "WrongEntryNonce", 1, 2);
  });

  it("error: WrongEntryNonce for one that is not next", async () => {
    const house = await houseWithAlice();
    const signed = await signEntry(house, "retopup", { nonce: 2n });
    await expectEntryRefused(house, "retopup", signed, "WrongEntryNonce", 2, 1);
  });

  it("default", async () => {
    const house = await houseWithAlice();
    const { vault, alice, bob } = house;
    for (const [nonce, amount] of [
      [1n, COIN],
      [2n, 3n * COIN],
    ] as const) {
      const retopup = await payEntry(house, "retopup", await signEntry(house, "retopup", { amount }));
      await expect(retopup)
        .to.emit(vault, "RetopupCompleted")
        .withArgs(alice.address, bob.address, amount, PLACEMENT_HINT, nonce);
    }
    expect(await vault.entryNonceOf(alice)).to.equal(3n);
    expect(await vault.enteredTotal(NATIVE_TOKEN)).to.equal(FUNDS + PRICE + 4n * COIN);
    expect(await vault.uncoveredDepositsOf(alice, NATIVE_TOKEN)).to.equal(PRICE + 4n * COIN);
  });

  it("behavior: pays up to the deadline's second", async () => {
    const house = await houseWithAlice();
    const signed = await signEntry(house, "retopup");
    await networkHelpers.time.setNextBlockTimestamp(signed.intent.deadline);
    await expect(payEntry(house, "retopup", signed)).to.emit(house.vault, "RetopupCompleted");
  });

  matchesTree(new URL("retopup.tree", import.meta.url));
});

async function houseWithAlice(): Promise<House> {
  const house = await freshHouse();
  await registerAlice(house);
  return house;
}
