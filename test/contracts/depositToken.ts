import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import {
  giveTokens,
  houseWith,
  openExit,
  TOKEN_FUNDS,
  TOKEN_QUANTUM,
} from "#test/contracts/support/hostileHouse.ts";
import { COIN } from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

const AMOUNT = 3n * COIN;
const UNITS = AMOUNT * TOKEN_QUANTUM;

describe("depositToken", () => {
  it("error: EntriesArePaused", async () => {
    const { vault, guardian, tokenAddress } = await bobWithTokens();
    await vault.connect(guardian).pauseEntries();
    const deposit = vault.depositToken(tokenAddress, UNITS);
    await expect(deposit).to.be.revertedWithCustomError(vault, "EntriesArePaused");
  });

  it("error: ExitIsActive", async () => {
    const { house, vault, tokenAddress } = await bobWithTokens();
    await openExit(house);
    const deposit = vault.depositToken(tokenAddress, UNITS);
    await expect(deposit).to.be.revertedWithCustomError(vault, "ExitIsActive");
  });

  it("error: NativeCoin", async () => {
    const { vault } = await bobWithTokens();
    const deposit = vault.depositToken(NATIVE_TOKEN, UNITS);
    await expect(deposit).to.be.revertedWithCustomError(vault, "NativeCoin");
  });

  it("error: TokenNotListed", async () => {
    const { vault, nobody } = await bobWithTokens();
    await expect(vault.depositToken(nobody, UNITS))
      .to.be.revertedWithCustomError(vault, "TokenNotListed")
      .withArgs(nobody.address);
  });

  it("error: ZeroAmount", async () => {
    const { vault, tokenAddress } = await bobWithTokens();
    await expect(vault.depositToken(tokenAddress, 0)).to.be.revertedWithCustomError(vault, "ZeroAmount");
  });

  it("error: NotWholeQuanta", async () => {
    const { vault, tokenAddress } = await bobWithTokens();
    for (const amount of [1n, TOKEN_QUANTUM - 1n, TOKEN_QUANTUM + 1n]) {
      await expect(vault.depositToken(tokenAddress, amount))
        .to.be.revertedWithCustomError(vault, "NotWholeQuanta")
        .withArgs(amount);
    }
  });

  it("error: SafeCastOverflowedUintDowncast for more than a line can hold", async () => {
    const { vault, tokenAddress } = await bobWithTokens();
    for (const quanta of [2n ** 120n - TOKEN_FUNDS, 2n ** 120n, 2n ** 128n]) {
      const deposit = vault.depositToken(tokenAddress, quanta * TOKEN_QUANTUM);
      await expect(deposit).to.be.revertedWithCustomError(vault, "SafeCastOverflowedUintDowncast");
    }
  });

  it("error: ERC20InsufficientAllowance", async () => {
    const { vault, token, tokenAddress } = await bobWithTokens();
    const deposit = vault.depositToken(tokenAddress, UNITS + TOKEN_QUANTUM);
    await expect(deposit).to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance");
  });

  it("default", async () => {
    const { vault, vaultAddress, bob, token, tokenAddress } = await bobWithTokens();
    const deposit = await vault.connect(bob).depositToken(tokenAddress, UNITS);
    await expect(deposit).to.emit(vault, "Deposited").withArgs(bob.address, tokenAddress, AMOUNT);
    expect(await token.balanceOf(bob)).to.equal(0n);
    expect(await token.balanceOf(vaultAddress)).to.equal(TOKEN_FUNDS * TOKEN_QUANTUM + UNITS);
    expect(await vault.enteredTotal(tokenAddress)).to.equal(TOKEN_FUNDS + AMOUNT);
    expect(await vault.uncoveredDepositsOf(bob, tokenAddress)).to.equal(AMOUNT);
    expect(await vault.uncoveredDepositsOf(bob, NATIVE_TOKEN)).to.equal(0n);
    expect(await vault.liabilities(tokenAddress)).to.equal(AMOUNT);
  });

  matchesTree(new URL("depositToken.tree", import.meta.url));
});

/** A house with a token, and Bob about to deposit some of it. */
async function bobWithTokens() {
  const { house, token, tokenAddress } = await houseWith("PlainToken");
  await giveTokens({ house, token }, house.bob, AMOUNT);
  return { ...house, vault: house.vault.connect(house.bob), house, token, tokenAddress };
}
