import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { leafOf, publish, publishTree } from "#test/contracts/support/checkpoints.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { houseWith, openExit, TOKEN_FUNDS } from "#test/contracts/support/hostileHouse.ts";
import {
  asHex,
  COIN,
  execute,
  FUNDS,
  freshHouse,
  GWEI,
  pay,
  signBatch,
} from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

const ROOT = asHex(ethers.id("root"));

describe("publishCheckpoint", () => {
  it("error: ExitIsActive", async () => {
    const house = await freshHouse();
    await openExit(house);
    await expect(publish(house)).to.be.revertedWithCustomError(house.vault, "ExitIsActive");
  });

  it("error: TokenNotListed", async () => {
    const house = await freshHouse();
    const checkpoint = publish(house, { token: asHex(house.bob.address) });
    await expect(checkpoint).to.be.revertedWithCustomError(house.vault, "TokenNotListed");
  });

  it("error: WrongCheckpointEpoch for all but the next", async () => {
    const house = await freshHouse();
    for (const epoch of [0n, 1n, 3n]) {
      await expect(publish(house, { epoch }))
        .to.be.revertedWithCustomError(house.vault, "WrongCheckpointEpoch")
        .withArgs(epoch, 2n);
    }
  });

  it("error: RootWithoutTotal for one without the other", async () => {
    const house = await freshHouse();
    for (const [root, total] of [
      [ROOT, 0n],
      [asHex(ethers.ZeroHash), 1n],
    ] as const) {
      await expect(publish(house, { root, total }))
        .to.be.revertedWithCustomError(house.vault, "RootWithoutTotal")
        .withArgs(root, total);
    }
  });

  it("error: CutOutOfRange before the last cut", async () => {
    const house = await freshHouse();
    await execute(house, await signBatch(house, [await pay(house.alice, 2n * COIN)]));
    await publish(house);
    await expect(publish(house, { entered: FUNDS - 1n }))
      .to.be.revertedWithCustomError(house.vault, "CutOutOfRange")
      .withArgs(FUNDS - 1n, FUNDS, FUNDS);
    await expect(publish(house, { executed: 2n * COIN - 1n }))
      .to.be.revertedWithCustomError(house.vault, "CutOutOfRange")
      .withArgs(2n * COIN - 1n, 2n * COIN, 2n * COIN);
  });

  it("error: CutOutOfRange beyond what happened", async () => {
    const house = await freshHouse();
    await expect(publish(house, { entered: FUNDS + 1n }))
      .to.be.revertedWithCustomError(house.vault, "CutOutOfRange")
      .withArgs(FUNDS + 1n, FUNDS, FUNDS);
    await expect(publish(house, { executed: 1n }))
      .to.be.revertedWithCustomError(house.vault, "CutOutOfRange")
      .withArgs(1n, 0n, 0n);
  });

  it("error: SafeCastOverflowedUintDowncast for a total that nobody can hold", async () => {
    const house = await freshHouse();
    await expect(publish(house, { root: ROOT, total: 2n ** 120n })).to.be.revertedWithCustomError(
      house.vault,
      "SafeCastOverflowedUintDowncast",
    );
  });

  it("error: Insolvent by one quantum", async () => {
    const house = await freshHouse();
    await expect(publish(house, { root: ROOT, total: FUNDS + 1n }))
      .to.be.revertedWithCustomError(house.vault, "Insolvent")
      .withArgs(FUNDS + 1n, FUNDS);
    await publish(house, { root: ROOT, total: FUNDS });
  });

  it("error: Insolvent by what came in after the cut", async () => {
    const house = await freshHouse();
    await house.vault.deposit({ value: COIN * GWEI });
    const all = { root: ROOT, total: FUNDS + COIN };
    await expect(publish(house, { ...all, entered: FUNDS }))
      .to.be.revertedWithCustomError(house.vault, "Insolvent")
      .withArgs(FUNDS + 2n * COIN, FUNDS + COIN);
    await publish(house, all);
  });

  it("error: Insolvent by unclaimed credits", async () => {
    const house = await freshHouse();
    await execute(house, await signBatch(house, [await pay(await deploy("RevertingRecipient"), COIN)]));
    await expect(publish(house, { root: ROOT, total: FUNDS }))
      .to.be.revertedWithCustomError(house.vault, "Insolvent")
      .withArgs(FUNDS + COIN, FUNDS);
    await publish(house, { root: ROOT, total: FUNDS - COIN });
  });

  it("default", async () => {
    const house = await freshHouse();
    const { vault, alice, bob } = house;
    const tree = await publishTree(house, [leafOf(alice, COIN), leafOf(bob, 2n * COIN)]);
    const published = { root: tree.root, total: 3n * COIN };
    await execute(house, await signBatch(house, [await pay(alice, COIN)], { checkpointEpoch: 2n }));

    await expect(publish(house, published))
      .to.emit(vault, "CheckpointPublished")
      .withArgs(NATIVE_TOKEN, 3n, tree.root, 3n * COIN, FUNDS, COIN);
    const publishedAt = BigInt(await networkHelpers.time.latest());
    expect(await vault.checkpointOf(NATIVE_TOKEN)).to.deep.equal([
      3n,
      publishedAt,
      tree.root,
      3n * COIN,
      FUNDS,
      COIN,
    ]);
    expect(await vault.checkpointEpoch(NATIVE_TOKEN)).to.equal(3n);
  });

  it("behavior: each token has its own epochs", async () => {
    const { house, tokenAddress } = await houseWith("PlainToken");
    await publish(house, { token: tokenAddress, root: ROOT, total: TOKEN_FUNDS });
    expect(await house.vault.checkpointEpoch(tokenAddress)).to.equal(2n);
    expect(await house.vault.checkpointEpoch(NATIVE_TOKEN)).to.equal(1n);
    expect(await house.vault.liabilities(tokenAddress)).to.equal(TOKEN_FUNDS);
    expect(await house.vault.liabilities(NATIVE_TOKEN)).to.equal(0n);
  });

  it("behavior: works while everything is paused", async () => {
    const house = await freshHouse();
    await house.vault.connect(house.guardian).pauseEntries();
    await house.vault.connect(house.guardian).pausePayouts();
    await expect(publish(house)).to.emit(house.vault, "CheckpointPublished");
  });

  describe("liabilities", () => {
    it("behavior: fall by what was paid since the cut, and rise by what came in", async () => {
      const house = await freshHouse();
      await publish(house, { root: ROOT, total: 10n * COIN });
      await execute(house, await signBatch(house, [await pay(house.alice, 4n * COIN)]));
      await house.vault.deposit({ value: COIN * GWEI });
      expect(await house.vault.liabilities(NATIVE_TOKEN)).to.equal(7n * COIN);
      expect(await house.vault.surplus(NATIVE_TOKEN)).to.equal(FUNDS - 10n * COIN);
    });

    it("behavior: count a refused payment once, as a credit", async () => {
      const house = await freshHouse();
      await publish(house, { root: ROOT, total: 10n * COIN });
      await execute(
        house,
        await signBatch(house, [await pay(await deploy("RevertingRecipient"), 4n * COIN)]),
      );
      expect(await house.vault.liabilities(NATIVE_TOKEN)).to.equal(10n * COIN);
      expect(await house.vault.surplus(NATIVE_TOKEN)).to.equal(FUNDS - 10n * COIN);
    });

    it("behavior: count a batch between the cut and its publication once", async () => {
      const house = await freshHouse();
      await publish(house, { root: ROOT, total: 10n * COIN });
      await execute(house, await signBatch(house, [await pay(house.alice, 4n * COIN)]));
      // The new tree was made before the batch ran, so its leaves are still in it.
      await publish(house, { root: ROOT, total: 10n * COIN, executed: 0n });
      expect(await house.vault.liabilities(NATIVE_TOKEN)).to.equal(6n * COIN);
      await publish(house, { root: ROOT, total: 6n * COIN });
      expect(await house.vault.liabilities(NATIVE_TOKEN)).to.equal(6n * COIN);
    });

    it("behavior: never fall below what came in since and the credits", async () => {
      const house = await freshHouse();
      await publish(house, { root: ROOT, total: COIN });
      await execute(house, await signBatch(house, [await pay(house.alice, 4n * COIN)]));
      await house.vault.deposit({ value: COIN * GWEI });
      expect(await house.vault.liabilities(NATIVE_TOKEN)).to.equal(COIN);
    });

    it("behavior: leave no surplus where the vault holds less", async () => {
      const house = await freshHouse();
      await publish(house, { root: ROOT, total: COIN });
      await networkHelpers.setBalance(house.vaultAddress, COIN * GWEI - 1n);
      expect(await house.vault.surplus(NATIVE_TOKEN)).to.equal(0n);
    });
  });

  matchesTree(new URL("publishCheckpoint.tree", import.meta.url));
});
