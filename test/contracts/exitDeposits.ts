import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { exitArgs, leafOf, publish, publishTree } from "#test/contracts/support/checkpoints.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { PRICE, registerAlice } from "#test/contracts/support/entries.ts";
import { giveTokens, houseWith, openExit, TOKEN_QUANTUM } from "#test/contracts/support/hostileHouse.ts";
import { asHex, COIN, FUNDS, freshHouse, GWEI, type House } from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

describe("exitDeposits", () => {
  it("error: ExitIsNotActive", async () => {
    const { vault, alice } = await houseWithDeposit();
    const exit = vault.connect(alice).exitDeposits(NATIVE_TOKEN, alice);
    await expect(exit).to.be.revertedWithCustomError(vault, "ExitIsNotActive");
  });

  it("error: ZeroAddress", async () => {
    const { vault, alice } = await openedWithDeposit();
    const exit = vault.connect(alice).exitDeposits(NATIVE_TOKEN, ethers.ZeroAddress);
    await expect(exit).to.be.revertedWithCustomError(vault, "ZeroAddress");
  });

  it("error: InvalidReceiver for the vault itself", async () => {
    const { vault, alice } = await openedWithDeposit();
    const exit = vault.connect(alice).exitDeposits(NATIVE_TOKEN, vault);
    await expect(exit).to.be.revertedWithCustomError(vault, "InvalidReceiver");
  });

  it("error: NoUncoveredDeposits for who paid nothing in, or in another token", async () => {
    const { vault, alice, bob } = await openedWithDeposit();
    await expect(vault.connect(bob).exitDeposits(NATIVE_TOKEN, bob))
      .to.be.revertedWithCustomError(vault, "NoUncoveredDeposits")
      .withArgs(bob.address, NATIVE_TOKEN);
    await expect(vault.connect(alice).exitDeposits(bob, alice))
      .to.be.revertedWithCustomError(vault, "NoUncoveredDeposits")
      .withArgs(alice.address, bob.address);
  });

  it("error: NoUncoveredDeposits for what a checkpoint covers", async () => {
    const house = await houseWithDeposit();
    await publish(house);
    await openExit(house);
    const exit = house.vault.connect(house.alice).exitDeposits(NATIVE_TOKEN, house.alice);
    await expect(exit).to.be.revertedWithCustomError(house.vault, "NoUncoveredDeposits");
  });

  it("error: NoUncoveredDeposits the second time", async () => {
    const { vault, alice } = await openedWithDeposit();
    await vault.connect(alice).exitDeposits(NATIVE_TOKEN, alice);
    const again = vault.connect(alice).exitDeposits(NATIVE_TOKEN, alice);
    await expect(again).to.be.revertedWithCustomError(vault, "NoUncoveredDeposits");
  });

  it("error: TransferFailed leaves the deposits for another receiver", async () => {
    const { vault, alice } = await openedWithDeposit();
    const wallet = await deploy("RevertingRecipient");
    const exit = vault.connect(alice).exitDeposits(NATIVE_TOKEN, wallet);
    await expect(exit).to.be.revertedWithCustomError(vault, "TransferFailed");
    await vault.connect(alice).exitDeposits(NATIVE_TOKEN, alice);
  });

  it("default", async () => {
    const { vault, alice, bob } = await openedWithDeposit();
    const exit = await vault.connect(alice).exitDeposits(NATIVE_TOKEN, bob);
    await expect(exit)
      .to.emit(vault, "DepositsExited")
      .withArgs(alice.address, NATIVE_TOKEN, bob.address, 3n * COIN, 3n * COIN);
    await expect(exit).to.changeEtherBalances(ethers, [vault, bob], [-3n * COIN * GWEI, 3n * COIN * GWEI]);
    expect(await vault.uncoveredDepositsOf(alice, NATIVE_TOKEN)).to.equal(0n);
    expect(await vault.exitReserveOf(NATIVE_TOKEN)).to.equal(0n);
  });

  it("behavior: pays a registration that no checkpoint covers", async () => {
    const house = await freshHouse();
    await registerAlice(house);
    await openExit(house);
    const exit = house.vault.connect(house.alice).exitDeposits(NATIVE_TOKEN, house.alice);
    await expect(exit).to.changeEtherBalance(ethers, house.alice, PRICE * GWEI);
  });

  it("behavior: pays a deposit between the cut and its publication, once", async () => {
    const house = await freshHouse();
    const { vault, alice } = house;
    await vault.connect(alice).deposit({ value: 2n * COIN * GWEI });
    const cut = { entered: FUNDS + 2n * COIN };
    await vault.connect(alice).deposit({ value: 3n * COIN * GWEI });
    const leaf = leafOf(alice, 2n * COIN);
    const tree = await publishTree(house, [leaf], cut);
    await openExit(house);

    expect(await vault.exitTermsOf(NATIVE_TOKEN)).to.deep.equal([5n * COIN, 5n * COIN]);
    const deposits = vault.connect(alice).exitDeposits(NATIVE_TOKEN, alice);
    await expect(deposits).to.changeEtherBalance(ethers, alice, 3n * COIN * GWEI);
    const balance = vault.connect(alice).exit(...exitArgs(tree, leaf, alice));
    await expect(balance).to.changeEtherBalance(ethers, alice, 2n * COIN * GWEI);
    expect(await vault.exitReserveOf(NATIVE_TOKEN)).to.equal(0n);
  });

  it("behavior: pays pro rata with the leaves", async () => {
    const house = await houseWithDeposit();
    const { vault, alice, bob } = house;
    const leaf = leafOf(bob, COIN);
    const tree = await publishTree(house, [leaf], { entered: FUNDS });
    await networkHelpers.setBalance(house.vaultAddress, 2n * COIN * GWEI);
    await openExit(house);
    await expect(vault.connect(alice).exitDeposits(NATIVE_TOKEN, alice))
      .to.emit(vault, "DepositsExited")
      .withArgs(alice.address, NATIVE_TOKEN, alice.address, 3n * COIN, (3n * COIN) / 2n);
    const exit = vault.connect(bob).exit(...exitArgs(tree, leaf, bob));
    await expect(exit).to.changeEtherBalance(ethers, bob, (COIN / 2n) * GWEI);
  });

  it("behavior: pays tokens", async () => {
    const { house, token, tokenAddress } = await houseWith("PlainToken");
    const { vault, bob } = house;
    await giveTokens({ house, token }, bob, COIN);
    await vault.connect(bob).depositToken(tokenAddress, COIN * TOKEN_QUANTUM);
    await openExit(house);
    await vault.connect(bob).exitDeposits(asHex(tokenAddress), bob);
    expect(await token.balanceOf(bob)).to.equal(COIN * TOKEN_QUANTUM);
  });

  it("behavior: works while everything is paused", async () => {
    const house = await openedWithDeposit();
    const { vault, alice, guardian } = house;
    await vault.connect(guardian).pauseEntries();
    await vault.connect(guardian).pausePayouts();
    await house.manager.setTargetClosed(house.vaultAddress, true);
    const exit = vault.connect(alice).exitDeposits(NATIVE_TOKEN, alice);
    await expect(exit).to.emit(vault, "DepositsExited");
  });

  matchesTree(new URL("exitDeposits.tree", import.meta.url));
});

/** A house in which Alice deposited three coins since the checkpoint. */
async function houseWithDeposit(): Promise<House> {
  const house = await freshHouse();
  await house.vault.connect(house.alice).deposit({ value: 3n * COIN * GWEI });
  return house;
}

async function openedWithDeposit(): Promise<House> {
  const house = await houseWithDeposit();
  await openExit(house);
  return house;
}
