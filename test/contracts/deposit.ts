import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { deploy, ethers } from "#test/contracts/support/deploy.ts";
import { openExit } from "#test/contracts/support/hostileHouse.ts";
import { COIN, execute, FUNDS, freshHouse, GWEI, pay, signBatch } from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";
import { answerOf, REENTER } from "#test/contracts/support/recipients.ts";

describe("deposit", () => {
  it("error: EntriesArePaused", async () => {
    const { vault, guardian } = await freshHouse();
    await vault.connect(guardian).pauseEntries();
    const deposit = vault.deposit({ value: GWEI });
    await expect(deposit).to.be.revertedWithCustomError(vault, "EntriesArePaused");
  });

  it("error: ExitIsActive", async () => {
    const house = await freshHouse();
    await openExit(house);
    const deposit = house.vault.deposit({ value: GWEI });
    await expect(deposit).to.be.revertedWithCustomError(house.vault, "ExitIsActive");
  });

  it("error: ZeroAmount", async () => {
    const { vault } = await freshHouse();
    await expect(vault.deposit({ value: 0 })).to.be.revertedWithCustomError(vault, "ZeroAmount");
  });

  it("error: NotWholeQuanta", async () => {
    const { vault } = await freshHouse();
    for (const value of [1n, GWEI - 1n, GWEI + 1n]) {
      await expect(vault.deposit({ value }))
        .to.be.revertedWithCustomError(vault, "NotWholeQuanta")
        .withArgs(value);
    }
  });

  it("error: Reentered", async () => {
    const house = await freshHouse();
    const recipient = await deploy("ReenteringRecipient", [house.vaultAddress, REENTER.deposit]);
    const signed = await signBatch(house, [await pay(recipient, COIN)]);
    await expect(execute(house, signed))
      .to.emit(recipient, "Answered")
      .withArgs(false, answerOf("Reentered"));
  });

  it("error: UseDeposit for a plain transfer", async () => {
    const house = await freshHouse();
    const transfer = house.alice.sendTransaction({ to: house.vaultAddress, value: COIN });
    await expect(transfer).to.be.revertedWithCustomError(house.vault, "UseDeposit");
  });

  it("default", async () => {
    const { vault, alice } = await freshHouse();
    const deposit = await vault.connect(alice).deposit({ value: 3n * COIN * GWEI });
    await expect(deposit)
      .to.emit(vault, "Deposited")
      .withArgs(alice.address, NATIVE_TOKEN, 3n * COIN);
    await expect(deposit).to.changeEtherBalances(
      ethers,
      [alice, vault],
      [-3n * COIN * GWEI, 3n * COIN * GWEI],
    );
    expect(await vault.enteredTotal(NATIVE_TOKEN)).to.equal(FUNDS + 3n * COIN);
    expect(await vault.liabilities(NATIVE_TOKEN)).to.equal(3n * COIN);
  });

  it("behavior: still works while payouts are paused", async () => {
    const { vault, guardian } = await freshHouse();
    await vault.connect(guardian).pausePayouts();
    await expect(vault.deposit({ value: GWEI })).to.emit(vault, "Deposited");
  });

  matchesTree(new URL("deposit.tree", import.meta.url));
});
