import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { deploy, ethers } from "#test/contracts/support/deploy.ts";
import { houseWith, openExit, TOKEN_QUANTUM } from "#test/contracts/support/hostileHouse.ts";
import {
  COIN,
  execute,
  freshHouse,
  GWEI,
  type House,
  pay,
  signBatch,
} from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";
import { answerOf, REENTER } from "#test/contracts/support/recipients.ts";

describe("claimCredit", () => {
  it("error: ZeroAddress", async () => {
    const { vault } = await freshHouse();
    const claim = vault.claimCredit(NATIVE_TOKEN, ethers.ZeroAddress);
    await expect(claim).to.be.revertedWithCustomError(vault, "ZeroAddress");
  });

  it("error: NoCredit for an account without credit", async () => {
    const { vault, alice } = await freshHouse();
    await expect(vault.connect(alice).claimCredit(NATIVE_TOKEN, alice))
      .to.be.revertedWithCustomError(vault, "NoCredit")
      .withArgs(alice.address, NATIVE_TOKEN);
  });

  it("error: NoCredit for another token", async () => {
    const house = await freshHouse();
    const wallet = await creditWallet(house, COIN);
    const token = house.bob.address;
    await expect(wallet.run(house.vaultAddress, claimData(house, token, house.alice.address)))
      .to.be.revertedWithCustomError(house.vault, "NoCredit")
      .withArgs(await wallet.getAddress(), token);
  });

  it("error: NoCredit after the claim", async () => {
    const house = await freshHouse();
    const wallet = await creditWallet(house, COIN);
    const data = claimData(house, NATIVE_TOKEN, house.alice.address);
    await wallet.run(house.vaultAddress, data);
    const again = wallet.run(house.vaultAddress, data);
    await expect(again).to.be.revertedWithCustomError(house.vault, "NoCredit");
  });

  it("error: TransferFailed when the receiver refuses", async () => {
    const house = await freshHouse();
    const wallet = await creditWallet(house, COIN);
    const to = await wallet.getAddress();
    await expect(wallet.run(house.vaultAddress, claimData(house, NATIVE_TOKEN, to)))
      .to.be.revertedWithCustomError(house.vault, "TransferFailed")
      .withArgs(NATIVE_TOKEN, to);
    expect(await house.vault.creditOf(to, NATIVE_TOKEN)).to.equal(COIN);
  });

  it("error: InvalidReceiver for the vault itself", async () => {
    const house = await freshHouse();
    const wallet = await creditWallet(house, COIN);
    const claim = wallet.run(house.vaultAddress, claimData(house, NATIVE_TOKEN, house.vaultAddress));
    await expect(claim).to.be.revertedWithCustomError(house.vault, "InvalidReceiver");
  });

  it("error: Reentered", async () => {
    const house = await freshHouse();
    const thief = await deploy("ReenteringRecipient", [house.vaultAddress, REENTER.claim]);
    await execute(house, await signBatch(house, [await pay(thief, COIN)]));
    expect(await house.vault.creditOf(thief, NATIVE_TOKEN)).to.equal(COIN);

    const claim = await thief.claim();
    await expect(claim).to.emit(thief, "Answered").withArgs(false, answerOf("Reentered"));
    await expect(claim).to.changeEtherBalance(ethers, thief, COIN * GWEI);
  });

  it("default", async () => {
    const house = await freshHouse();
    const wallet = await creditWallet(house, 5n * COIN);
    const claim = await wallet.run(house.vaultAddress, claimData(house, NATIVE_TOKEN, house.alice.address));
    await expect(claim)
      .to.emit(house.vault, "CreditClaimed")
      .withArgs(await wallet.getAddress(), NATIVE_TOKEN, house.alice.address, 5n * COIN);
    await expect(claim).to.changeEtherBalances(
      ethers,
      [house.vault, house.alice],
      [-5n * COIN * GWEI, 5n * COIN * GWEI],
    );
    expect(await house.vault.creditOf(wallet, NATIVE_TOKEN)).to.equal(0n);
    expect(await house.vault.unclaimedCredits(NATIVE_TOKEN)).to.equal(0n);
  });

  it("behavior: pays tokens", async () => {
    const { house, token, tokenAddress } = await houseWith("BlacklistingToken");
    await token.setBlacklisted(house.bob.address, true);
    await execute(house, await signBatch(house, [await pay(house.bob, COIN)], { token: tokenAddress }));
    await expect(house.vault.connect(house.bob).claimCredit(tokenAddress, house.alice))
      .to.emit(house.vault, "CreditClaimed")
      .withArgs(house.bob.address, tokenAddress, house.alice.address, COIN);
    expect(await token.balanceOf(house.alice)).to.equal(COIN * TOKEN_QUANTUM);
    expect(await house.vault.unclaimedCredits(tokenAddress)).to.equal(0n);
  });

  it("behavior: works once exit is active", async () => {
    const house = await freshHouse();
    const wallet = await creditWallet(house, COIN);
    await openExit(house);
    const claim = await wallet.run(house.vaultAddress, claimData(house, NATIVE_TOKEN, house.alice.address));
    await expect(claim).to.changeEtherBalance(ethers, house.alice, COIN * GWEI);
  });

  it("behavior: works while everything is paused", async () => {
    const house = await freshHouse();
    const wallet = await creditWallet(house, COIN);
    await house.vault.connect(house.guardian).pauseEntries();
    await house.vault.connect(house.guardian).pausePayouts();
    await house.manager.setTargetClosed(house.vaultAddress, true);
    const claim = wallet.run(house.vaultAddress, claimData(house, NATIVE_TOKEN, house.alice.address));
    await expect(claim).to.emit(house.vault, "CreditClaimed");
  });

  it("behavior: leaves the credits of others alone", async () => {
    const house = await freshHouse();
    const wallet = await creditWallet(house, COIN);
    const other = await creditWallet(house, 2n * COIN);
    await wallet.run(house.vaultAddress, claimData(house, NATIVE_TOKEN, house.alice.address));
    expect(await house.vault.creditOf(other, NATIVE_TOKEN)).to.equal(2n * COIN);
    expect(await house.vault.unclaimedCredits(NATIVE_TOKEN)).to.equal(2n * COIN);
  });

  matchesTree(new URL("claimCredit.tree", import.meta.url));
});

/** A contract wallet that refused a payment and can claim it. */
async function creditWallet(house: House, quanta: bigint) {
  const wallet = await deploy("RevertingRecipient");
  await execute(house, await signBatch(house, [await pay(wallet, quanta)]));
  return wallet;
}

function claimData(house: House, token: string, to: string): string {
  return house.vault.interface.encodeFunctionData("claimCredit", [token, to]);
}
