import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { publish } from "#test/contracts/support/checkpoints.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import {
  deployHostile,
  giveTokens,
  houseWith,
  openExit,
  TOKEN_FUNDS,
  TOKEN_QUANTUM,
} from "#test/contracts/support/hostileHouse.ts";
import {
  asHex,
  COIN,
  execute,
  FUNDS,
  freshHouse,
  GWEI,
  LIMITS,
  pay,
  signBatch,
} from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

const ROOT = asHex(ethers.id("root"));
const WEEK_SECONDS = 604_800n;

describe("activateExit", () => {
  it("error: ExitNotAvailable before the last checkpoint is old enough", async () => {
    const { vault, nobody } = await freshHouse();
    const { publishedAt } = await vault.checkpointOf(NATIVE_TOKEN);
    expect(await vault.EXIT_DELAY()).to.equal(WEEK_SECONDS);
    expect(await vault.exitAvailableAt()).to.equal(publishedAt + WEEK_SECONDS);
    await networkHelpers.time.setNextBlockTimestamp(publishedAt + WEEK_SECONDS - 1n);
    await expect(vault.connect(nobody).activateExit())
      .to.be.revertedWithCustomError(vault, "ExitNotAvailable")
      .withArgs(publishedAt + WEEK_SECONDS);
    expect(await vault.exitActive()).to.equal(false);
  });

  it("error: ExitNotAvailable after a checkpoint came at last", async () => {
    const house = await freshHouse();
    await networkHelpers.time.increase(2n * WEEK_SECONDS);
    await publish(house);
    await expect(house.vault.activateExit()).to.be.revertedWithCustomError(house.vault, "ExitNotAvailable");
  });

  it("error: ExitIsActive", async () => {
    const house = await freshHouse();
    await openExit(house);
    await expect(house.vault.activateExit()).to.be.revertedWithCustomError(house.vault, "ExitIsActive");
  });

  it("error: InsufficientGas before a token could be starved of its answer", async () => {
    const { house, tokenAddress } = await houseWith("PlainToken");
    await publish(house, { token: tokenAddress, root: ROOT, total: TOKEN_FUNDS });
    await networkHelpers.time.increase(WEEK_SECONDS);
    const outcomes = new Set<string>();
    for (let gasLimit = 60_000n; gasLimit <= 400_000n; gasLimit += 4_000n) {
      const snapshot = await networkHelpers.takeSnapshot();
      const activation = house.vault.activateExit({ gasLimit });
      const [payableQuanta] = await activation.then(
        () => house.vault.exitTermsOf(tokenAddress),
        nameOfFailure,
      );
      outcomes.add(payableQuanta === TOKEN_FUNDS ? "in full" : String(payableQuanta));
      await snapshot.restore();
    }
    expect(outcomes).to.deep.equal(new Set(["out of gas", "InsufficientGas", "in full"]));
  });

  it("default", async () => {
    const house = await freshHouse();
    const { vault, nobody } = house;
    await publish(house, { root: ROOT, total: 10n * COIN });
    await vault.deposit({ value: COIN * GWEI });
    await networkHelpers.time.increaseTo((await vault.exitAvailableAt()) - 1n);
    await expect(vault.connect(nobody).activateExit())
      .to.emit(vault, "ExitActivated")
      .withArgs(NATIVE_TOKEN, 2n, 11n * COIN, 11n * COIN);
    expect(await vault.exitActive()).to.equal(true);
    expect(await vault.exitTermsOf(NATIVE_TOKEN)).to.deep.equal([11n * COIN, 11n * COIN]);
    expect(await vault.exitReserveOf(NATIVE_TOKEN)).to.equal(11n * COIN);
    expect(await vault.liabilities(NATIVE_TOKEN)).to.equal(11n * COIN);
    expect(await vault.surplus(NATIVE_TOKEN)).to.equal(FUNDS - 10n * COIN);
  });

  it("behavior: credits are senior where the vault holds too little", async () => {
    const house = await freshHouse();
    const { vault, vaultAddress } = house;
    await execute(house, await signBatch(house, [await pay(await deploy("RevertingRecipient"), 4n * COIN)]));
    await publish(house, { root: ROOT, total: 10n * COIN });
    await networkHelpers.setBalance(vaultAddress, 9n * COIN * GWEI);
    await openExit(house);
    expect(await vault.exitTermsOf(NATIVE_TOKEN)).to.deep.equal([5n * COIN, 10n * COIN]);
    expect(await vault.liabilities(NATIVE_TOKEN)).to.equal(9n * COIN);
  });

  it("behavior: pays nothing where not even the credits are covered", async () => {
    const house = await freshHouse();
    await execute(house, await signBatch(house, [await pay(await deploy("RevertingRecipient"), 4n * COIN)]));
    await publish(house, { root: ROOT, total: 10n * COIN });
    await networkHelpers.setBalance(house.vaultAddress, COIN * GWEI);
    await openExit(house);
    expect(await house.vault.exitTermsOf(NATIVE_TOKEN)).to.deep.equal([0n, 10n * COIN]);
  });

  it("behavior: fixes the terms of every token, though only one is late", async () => {
    const { house, tokenAddress } = await houseWith("PlainToken");
    const { vault } = house;
    await publish(house, { token: tokenAddress, root: ROOT, total: COIN });
    await networkHelpers.time.increaseTo((await vault.exitAvailableAt()) - 2n);
    await publish(house, { token: tokenAddress, root: ROOT, total: TOKEN_FUNDS });
    await expect(vault.activateExit())
      .to.emit(vault, "ExitActivated")
      .withArgs(NATIVE_TOKEN, 1n, 0n, 0n)
      .to.emit(vault, "ExitActivated")
      .withArgs(tokenAddress, 3n, TOKEN_FUNDS, TOKEN_FUNDS);
  });

  it("behavior: counts from its listing for a token that never had a checkpoint", async () => {
    const house = await freshHouse();
    const token = await deployHostile("PlainToken");
    await house.vault.listToken(token, TOKEN_QUANTUM, LIMITS);
    const listedAt = BigInt(await networkHelpers.time.latest());
    await networkHelpers.time.increase(1_000);
    await publish(house);
    expect(await house.vault.exitAvailableAt()).to.equal(listedAt + WEEK_SECONDS);
    await openExit(house);
    expect(await house.vault.exitTermsOf(token)).to.deep.equal([0n, 0n]);
  });

  it("behavior: a token that answers no more cannot keep the others in", async () => {
    for (const answer of ["revert", "burn"] as const) {
      const { house, tokenAddress } = await houseWith("PlainToken");
      await publish(house, { token: tokenAddress, root: ROOT, total: TOKEN_FUNDS });
      const silent = answer === "revert" ? "NonPayableRecipient" : "GasBurningRecipient";
      const code = await ethers.provider.getCode(await deploy(silent));
      await networkHelpers.setCode(tokenAddress, code);
      await openExit(house);
      expect(await house.vault.exitTermsOf(tokenAddress)).to.deep.equal([0n, TOKEN_FUNDS]);
    }
  });

  it("behavior: closes the largest books that there can be", async () => {
    const { house, token, tokenAddress } = await houseWith("PlainToken");
    const most = 2n ** 120n - 1n;
    await giveTokens({ house, token }, house.bob, most);
    await house.vault.connect(house.bob).depositToken(tokenAddress, (most - TOKEN_FUNDS) * TOKEN_QUANTUM);
    await token.mint(house.vault, most * TOKEN_QUANTUM);
    await publish(house, { token: tokenAddress, root: ROOT, total: most, entered: TOKEN_FUNDS });
    await openExit(house);
    const owed = 2n * most - TOKEN_FUNDS;
    expect(await house.vault.exitTermsOf(tokenAddress)).to.deep.equal([owed, owed]);
    const exit = house.vault.connect(house.bob).exitDeposits(tokenAddress, house.bob);
    await expect(exit).to.emit(house.vault, "DepositsExited");
    expect(await token.balanceOf(house.bob)).to.equal(most * TOKEN_QUANTUM);
  });

  it("behavior: works while everything is paused", async () => {
    const house = await freshHouse();
    await house.vault.connect(house.guardian).pauseEntries();
    await house.vault.connect(house.guardian).pausePayouts();
    await house.manager.setTargetClosed(house.vaultAddress, true);
    await openExit(house);
    expect(await house.vault.exitActive()).to.equal(true);
  });

  matchesTree(new URL("activateExit.tree", import.meta.url));
});

function nameOfFailure(error: unknown): [string] {
  return [String(error).includes("InsufficientGas") ? "InsufficientGas" : "out of gas"];
}
