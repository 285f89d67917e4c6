import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { publish } from "#test/contracts/support/checkpoints.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import {
  deployHostile,
  houseWith,
  openExit,
  TOKEN_FUNDS,
  TOKEN_QUANTUM,
} from "#test/contracts/support/hostileHouse.ts";
import { asHex, COIN, FUNDS, freshHouse, GWEI, type House, LIMITS } from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

const ROOT = asHex(ethers.id("root"));
const DAY_SECONDS = 86_400n;

describe("treasuryTransfer", () => {
  it("error: ZeroAddress", async () => {
    const house = await freshHouse();
    const transfer = house.vault
      .connect(house.treasurer)
      .treasuryTransfer(NATIVE_TOKEN, ethers.ZeroAddress, 1n);
    await expect(transfer).to.be.revertedWithCustomError(house.vault, "ZeroAddress");
  });

  it("error: InvalidReceiver for the vault itself", async () => {
    const house = await freshHouse();
    const { vault, treasurer, vaultAddress } = house;
    await expect(vault.connect(treasurer).treasuryTransfer(NATIVE_TOKEN, vaultAddress, 1n))
      .to.be.revertedWithCustomError(vault, "InvalidReceiver")
      .withArgs(vaultAddress);
  });

  it("error: ZeroAmount", async () => {
    const house = await freshHouse();
    await expect(take(house, 0n)).to.be.revertedWithCustomError(house.vault, "ZeroAmount");
  });

  it("error: StaleCheckpoint", async () => {
    const house = await freshHouse();
    const { publishedAt } = await house.vault.checkpointOf(NATIVE_TOKEN);
    expect(await house.vault.TREASURY_FRESHNESS()).to.equal(DAY_SECONDS);
    await networkHelpers.time.setNextBlockTimestamp(publishedAt + DAY_SECONDS + 1n);
    await expect(take(house, 1n))
      .to.be.revertedWithCustomError(house.vault, "StaleCheckpoint")
      .withArgs(publishedAt);
  });

  it("error: StaleCheckpoint before the first one", async () => {
    const house = await freshHouse();
    const token = asHex(await (await deployHostile("PlainToken")).getAddress());
    await house.vault.listToken(token, TOKEN_QUANTUM, LIMITS);
    await expect(take(house, 1n, token))
      .to.be.revertedWithCustomError(house.vault, "StaleCheckpoint")
      .withArgs(0n);
  });

  it("error: SurplusExceeded", async () => {
    const house = await freshHouse();
    await publish(house, { root: ROOT, total: 10n * COIN });
    const surplus = FUNDS - 10n * COIN;
    await expect(take(house, surplus + 1n))
      .to.be.revertedWithCustomError(house.vault, "SurplusExceeded")
      .withArgs(surplus + 1n, surplus);
  });

  it("error: TransferFailed", async () => {
    const house = await freshHouse();
    const wallet = await deploy("RevertingRecipient");
    const transfer = house.vault.connect(house.treasurer).treasuryTransfer(NATIVE_TOKEN, wallet, 1n);
    await expect(transfer)
      .to.be.revertedWithCustomError(house.vault, "TransferFailed")
      .withArgs(NATIVE_TOKEN, await wallet.getAddress());
  });

  it("default", async () => {
    const house = await freshHouse();
    await publish(house, { root: ROOT, total: 10n * COIN });
    const surplus = FUNDS - 10n * COIN;
    const transfer = await take(house, surplus);
    await expect(transfer)
      .to.emit(house.vault, "TreasuryTransferred")
      .withArgs(NATIVE_TOKEN, house.bob.address, surplus);
    await expect(transfer).to.changeEtherBalances(
      ethers,
      [house.vault, house.bob],
      [-surplus * GWEI, surplus * GWEI],
    );
    expect(await house.vault.surplus(NATIVE_TOKEN)).to.equal(0n);
    await expect(take(house, 1n)).to.be.revertedWithCustomError(house.vault, "SurplusExceeded");
  });

  it("behavior: takes tokens", async () => {
    const { house, token, tokenAddress } = await houseWith("PlainToken");
    await take(house, TOKEN_FUNDS, tokenAddress);
    expect(await token.balanceOf(house.bob)).to.equal(TOKEN_FUNDS * TOKEN_QUANTUM);
  });

  it("behavior: takes in the last second in which the checkpoint is fresh", async () => {
    const house = await freshHouse();
    const { publishedAt } = await house.vault.checkpointOf(NATIVE_TOKEN);
    await networkHelpers.time.setNextBlockTimestamp(publishedAt + DAY_SECONDS);
    await expect(take(house, 1n)).to.emit(house.vault, "TreasuryTransferred");
  });

  it("behavior: takes what is not reserved once exit is active", async () => {
    const house = await freshHouse();
    await publish(house, { root: ROOT, total: 10n * COIN });
    await openExit(house);
    const rest = FUNDS - 10n * COIN;
    await expect(take(house, rest + 1n)).to.be.revertedWithCustomError(house.vault, "SurplusExceeded");
    await expect(take(house, rest)).to.changeEtherBalance(ethers, house.bob, rest * GWEI);
  });

  matchesTree(new URL("treasuryTransfer.tree", import.meta.url));
});

/** The treasury sends surplus to Bob. */
function take(house: House, quanta: bigint, token = NATIVE_TOKEN) {
  return house.vault.connect(house.treasurer).treasuryTransfer(token, house.bob, quanta);
}
