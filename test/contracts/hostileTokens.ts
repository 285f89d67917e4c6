import { expect } from "chai";
import hre from "hardhat";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import {
  expectSolvent,
  FREE_BALANCE,
  giveTokens,
  houseWith,
  openExit,
  publishOwing,
  TOKEN_FUNDS,
  TOKEN_QUANTUM,
} from "#test/contracts/support/hostileHouse.ts";
import { COIN, execute, type House, pay, signBatch } from "#test/contracts/support/house.ts";

const PAYMENT = 5n * COIN;
const UNITS = PAYMENT * TOKEN_QUANTUM;
/** What one hostile transfer can add to a batch at most: TOKEN_PAYMENT_GAS, its credit and its log. */
const MOST_GAS_PER_REFUSAL = 190_000n;

describe("a token that takes a fee on transfer", () => {
  it("error: AmountNotReceived for a deposit", async () => {
    const { house, token, tokenAddress } = await houseWith("FeeOnTransferToken");
    await token.setFeeBps(100);
    await giveTokens({ house, token }, house.bob, PAYMENT);
    await expect(house.vault.connect(house.bob).depositToken(tokenAddress, UNITS))
      .to.be.revertedWithCustomError(house.vault, "AmountNotReceived")
      .withArgs((UNITS * 99n) / 100n, UNITS);
    expect(await house.vault.enteredTotal(tokenAddress)).to.equal(TOKEN_FUNDS);
    expect(await house.vault.uncoveredDepositsOf(house.bob.address, tokenAddress)).to.equal(0n);
    expect(await token.balanceOf(house.bob.address)).to.equal(UNITS);
  });

  it("behavior: costs the recipient of a payout, not the vault", async () => {
    const { house, token, tokenAddress } = await houseWith("FeeOnTransferToken");
    await token.setFeeBps(100);
    await execute(house, await signBatch(house, [await pay(house.bob, PAYMENT)], { token: tokenAddress }));
    expect(await token.balanceOf(house.bob.address)).to.equal((UNITS * 99n) / 100n);
    expect(await token.balanceOf(house.vaultAddress)).to.equal((TOKEN_FUNDS - PAYMENT) * TOKEN_QUANTUM);
    await expectSolvent(house, tokenAddress);
  });
});

describe("a token that answers false", () => {
  it("error: SafeERC20FailedOperation for a deposit", async () => {
    const { house, token, tokenAddress } = await houseWith("FalseReturningToken");
    await token.setFrozen(true);
    await giveTokens({ house, token }, house.bob, PAYMENT);
    await expect(house.vault.connect(house.bob).depositToken(tokenAddress, UNITS))
      .to.be.revertedWithCustomError(house.vault, "SafeERC20FailedOperation")
      .withArgs(tokenAddress);
    expect(await house.vault.enteredTotal(tokenAddress)).to.equal(TOKEN_FUNDS);
  });

  it("behavior: payouts become credits, which can be claimed once it moves again", async () => {
    const { house, token, tokenAddress } = await houseWith("FalseReturningToken");
    await token.setFrozen(true);
    await payAndExpectCredit(house, tokenAddress);
    const claim = () => house.vault.connect(house.bob).claimCredit(tokenAddress, house.bob.address);
    await expect(claim()).to.be.revertedWithCustomError(house.vault, "TransferFailed");
    expect(await house.vault.creditOf(house.bob.address, tokenAddress)).to.equal(PAYMENT);

    await token.setFrozen(false);
    await claim();
    expect(await token.balanceOf(house.bob.address)).to.equal(UNITS);
    await expectSolvent(house, tokenAddress);
  });
});

describe("a token that answers true and moves nothing", () => {
  it("error: AmountNotReceived for a deposit", async () => {
    const { house, token, tokenAddress } = await houseWith("LyingToken");
    await token.setLying(true);
    await giveTokens({ house, token }, house.bob, PAYMENT);
    await expect(house.vault.connect(house.bob).depositToken(tokenAddress, UNITS))
      .to.be.revertedWithCustomError(house.vault, "AmountNotReceived")
      .withArgs(0n, UNITS);
    expect(await house.vault.enteredTotal(tokenAddress)).to.equal(TOKEN_FUNDS);
  });

  it("behavior: leaves the vault with more than its books say, never with less", async () => {
    const { house, token, tokenAddress } = await houseWith("LyingToken");
    await token.setLying(true);
    const surplus = await house.vault.surplus(tokenAddress);
    await execute(house, await signBatch(house, [await pay(house.bob, PAYMENT)], { token: tokenAddress }));
    expect(await house.vault.surplus(tokenAddress)).to.equal(surplus);
    await expectSolvent(house, tokenAddress);
  });
});

describe("a token that returns nothing", () => {
  it("behavior: is deposited, paid, claimed and exited like any other", async () => {
    const { house, token, tokenAddress } = await houseWith("NonReturningToken");
    await giveTokens({ house, token }, house.bob, PAYMENT);
    await house.vault.connect(house.bob).depositToken(tokenAddress, UNITS);
    await execute(house, await signBatch(house, [await pay(house.nobody, PAYMENT)], { token: tokenAddress }));
    expect(await token.balanceOf(house.nobody.address)).to.equal(UNITS);

    await openExit(house);
    await house.vault.connect(house.bob).exitDeposits(tokenAddress, house.bob.address);
    expect(await token.balanceOf(house.bob.address)).to.equal(UNITS);
    await expectSolvent(house, tokenAddress);
  });
});

describe("a token with a blacklist", () => {
  it("behavior: a listed recipient is credited, the others are paid, and the credit goes elsewhere", async () => {
    const { house, token, tokenAddress } = await houseWith("BlacklistingToken");
    await token.setBlacklisted(house.bob.address, true);
    const payments = [await pay(house.bob, PAYMENT), await pay(house.nobody, PAYMENT)];
    await execute(house, await signBatch(house, payments, { token: tokenAddress }));
    expect(await token.balanceOf(house.nobody.address)).to.equal(UNITS);
    expect(await house.vault.creditOf(house.bob.address, tokenAddress)).to.equal(PAYMENT);

    await house.vault.connect(house.bob).claimCredit(tokenAddress, house.alice.address);
    expect(await token.balanceOf(house.alice.address)).to.equal(UNITS);
    await expectSolvent(house, tokenAddress);
  });

  it("behavior: nothing is lost while the vault itself is listed", async () => {
    const { house, token, tokenAddress } = await houseWith("BlacklistingToken");
    await token.setBlacklisted(house.vaultAddress, true);
    await payAndExpectCredit(house, tokenAddress);
    await openExit(house);
    const claim = () => house.vault.connect(house.bob).claimCredit(tokenAddress, house.bob.address);
    await expect(claim()).to.be.revertedWithCustomError(house.vault, "TransferFailed");

    await token.setBlacklisted(house.vaultAddress, false);
    await claim();
    expect(await token.balanceOf(house.bob.address)).to.equal(UNITS);
  });
});

describe("a token whose answers are huge", () => {
  const ANSWER = { yes: 1, no: 2, revert: 3 } as const;

  it("behavior: true pays, whatever follows it", async () => {
    const { house, token, tokenAddress } = await houseWith("ReturnBombingToken");
    await token.setAnswer(ANSWER.yes);
    await execute(house, await signBatch(house, [await pay(house.bob, PAYMENT)], { token: tokenAddress }));
    expect(await token.balanceOf(house.bob.address)).to.equal(UNITS);
  });

  for (const answer of ["no", "revert"] as const) {
    it(`behavior: ${answer} credits, and costs the batch no memory`, async () => {
      const { house, token, tokenAddress } = await houseWith("ReturnBombingToken");
      await token.setAnswer(ANSWER[answer]);
      await expectRefusalsWithin(house, tokenAddress);
      await token.setAnswer(0);
      await house.vault.connect(house.bob).claimCredit(tokenAddress, house.bob.address);
      await expectSolvent(house, tokenAddress);
    });
  }
});

describe("a token that burns all gas", () => {
  it("behavior: credits within the promised gas, and can be claimed later", async () => {
    const { house, token, tokenAddress } = await houseWith("GasBurningToken");
    await token.setBurning(true, false);
    await expectRefusalsWithin(house, tokenAddress);
    await token.setBurning(false, false);
    await house.vault.connect(house.bob).claimCredit(tokenAddress, house.bob.address);
    await expectSolvent(house, tokenAddress);
  });

  it("behavior: cannot keep the other tokens from leaving", async () => {
    const { house, token } = await houseWith("GasBurningToken");
    await token.setBurning(true, true);
    await expectCoinsLeave(house);
  });
});

describe("a token whose code is gone", () => {
  it("behavior: batches wait, because nobody can say what the vault holds", async () => {
    const { house, tokenAddress } = await houseWith("PlainToken");
    const signed = await signBatch(house, [await pay(house.bob, PAYMENT)], { token: tokenAddress });
    await networkHelpers.setCode(tokenAddress, "0x");
    await expect(execute(house, signed)).to.be.revert(ethers);
    expect(await house.vault.executed(signed.batch.batchId)).to.equal(false);
  });

  it("behavior: cannot keep the other tokens from leaving", async () => {
    const { house, tokenAddress } = await houseWith("PlainToken");
    await networkHelpers.setCode(tokenAddress, "0x");
    await expectCoinsLeave(house);
  });
});

describe("a token whose issuer takes from the vault", () => {
  it("behavior: the exit opens and pays the rest pro rata, credits first", async () => {
    const { house, token, tokenAddress } = await houseWith("PlainToken");
    const leaf = { account: house.bob.address, quanta: 400n * COIN, batchId: FREE_BALANCE };
    await publishOwing(house, tokenAddress, [leaf]);
    await token.confiscate(house.vaultAddress, 800n * COIN * TOKEN_QUANTUM);
    await openExit(house);
    expect(Object.values(await house.vault.exitTermsOf(tokenAddress))).to.deep.equal([
      200n * COIN,
      400n * COIN,
    ]);
    await house.vault.connect(house.bob).exit(tokenAddress, leaf, [], house.bob.address);
    expect(await token.balanceOf(house.bob.address)).to.equal(200n * COIN * TOKEN_QUANTUM);
  });

  it("behavior: the exit opens even where less than the credits is left", async () => {
    const { house, token, tokenAddress } = await houseWith("BlacklistingToken");
    await token.setBlacklisted(house.bob.address, true);
    await payAndExpectCredit(house, tokenAddress);
    await networkHelpers.setCode(tokenAddress, await codeOf("PlainToken"));
    const plain = await ethers.getContractAt("PlainToken", tokenAddress);
    await plain.confiscate!(house.vaultAddress, (await token.balanceOf(house.vaultAddress)) - UNITS / 2n);
    await openExit(house);
    expect((await house.vault.exitTermsOf(tokenAddress)).payableQuanta).to.equal(0n);
    const claim = house.vault.connect(house.bob).claimCredit(tokenAddress, house.bob.address);
    await expect(claim).to.be.revertedWithCustomError(house.vault, "TransferFailed");

    await plain.mint!(house.vaultAddress, UNITS);
    await house.vault.connect(house.bob).claimCredit(tokenAddress, house.bob.address);
    expect(await token.balanceOf(house.bob.address)).to.equal(UNITS);
  });
});

async function payAndExpectCredit(house: House, token: `0x${string}`): Promise<void> {
  const signed = await signBatch(house, [await pay(house.bob, PAYMENT)], { token });
  await expect(execute(house, signed))
    .to.emit(house.vault, "PayoutCredited")
    .withArgs(signed.batch.batchId, house.bob.address, token, PAYMENT);
  expect(await house.vault.unclaimedCredits(token)).to.equal(PAYMENT);
  await expectSolvent(house, token);
}

/** Measures what nine more refusals add to a batch. */
async function expectRefusalsWithin(house: House, token: `0x${string}`): Promise<void> {
  const gasOf = async (count: number) => {
    const payment = await pay(house.bob, PAYMENT);
    const signed = await signBatch(
      house,
      Array.from({ length: count }, () => payment),
      { token },
    );
    const execution = await execute(house, signed, { gasLimit: 8_000_000n });
    const receipt: { gasUsed: bigint } = await execution.wait();
    return receipt.gasUsed;
  };
  const one = await gasOf(1);
  const ten = await gasOf(10);
  expect(await house.vault.creditOf(house.bob.address, token)).to.equal(11n * PAYMENT);
  // Instrumented code costs more than the code that is deployed.
  if (!hre.globalOptions.coverage) expect((ten - one) / 9n).to.be.at.most(MOST_GAS_PER_REFUSAL);
}

async function expectCoinsLeave(house: House): Promise<void> {
  const leaf = { account: house.bob.address, quanta: COIN, batchId: FREE_BALANCE };
  await publishOwing(house, NATIVE_TOKEN, [leaf]);
  await openExit(house);
  const exit = await house.vault.connect(house.bob).exit(NATIVE_TOKEN, leaf, [], house.nobody.address);
  await expect(exit).to.changeEtherBalance(ethers, house.nobody, COIN * 10n ** 9n);
}

async function codeOf(name: string): Promise<string> {
  return (await hre.artifacts.readArtifact(name)).deployedBytecode;
}
