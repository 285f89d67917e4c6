import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { exitArgs, leafOf, publishTree } from "#test/contracts/support/checkpoints.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import {
  giveTokens,
  houseWith,
  openExit,
  TOKEN_FUNDS,
  TOKEN_QUANTUM,
} from "#test/contracts/support/hostileHouse.ts";
import {
  COIN,
  execute,
  freshHouse,
  GWEI,
  nextBatchId,
  pay,
  signBatch,
} from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

describe("exit", () => {
  it("error: ExitIsNotActive", async () => {
    const house = await freshHouse();
    const leaf = leafOf(house.alice, COIN);
    const tree = await publishTree(house, [leaf]);
    const exit = house.vault.connect(house.alice).exit(...exitArgs(tree, leaf, house.alice));
    await expect(exit).to.be.revertedWithCustomError(house.vault, "ExitIsNotActive");
  });

  it("error: ZeroAddress", async () => {
    const { vault, alice, exits } = await openHouse();
    const [token, leaf, proof] = exits.alice;
    const exit = vault.connect(alice).exit(token, leaf, proof, ethers.ZeroAddress);
    await expect(exit).to.be.revertedWithCustomError(vault, "ZeroAddress");
  });

  it("error: InvalidReceiver for the vault itself", async () => {
    const { vault, alice, exits } = await openHouse();
    const [token, leaf, proof] = exits.alice;
    const exit = vault.connect(alice).exit(token, leaf, proof, vault);
    await expect(exit).to.be.revertedWithCustomError(vault, "InvalidReceiver");
  });

  it("error: NotTheAccount", async () => {
    const { vault, alice, bob, exits } = await openHouse();
    await expect(vault.connect(bob).exit(...exits.alice))
      .to.be.revertedWithCustomError(vault, "NotTheAccount")
      .withArgs(bob.address, alice.address);
  });

  it("error: LeafWasPaid for a batch that ran", async () => {
    const house = await freshHouse();
    const leaf = leafOf(house.alice, COIN, nextBatchId());
    const tree = await publishTree(house, [leaf, leafOf(house.bob, COIN)]);
    await execute(house, await signBatch(house, [await pay(house.alice, COIN)], { batchId: leaf.batchId }));
    await openExit(house);
    await expect(house.vault.connect(house.alice).exit(...exitArgs(tree, leaf, house.alice)))
      .to.be.revertedWithCustomError(house.vault, "LeafWasPaid")
      .withArgs(leaf.batchId);
  });

  it("error: LeafWasPaid for a batch that ran between the cut and its publication", async () => {
    const house = await freshHouse();
    const leaf = leafOf(house.alice, COIN, nextBatchId());
    await publishTree(house, [leaf]);
    await execute(house, await signBatch(house, [await pay(house.alice, COIN)], { batchId: leaf.batchId }));
    const tree = await publishTree(house, [leaf, leafOf(house.bob, COIN)], { executed: 0n });
    await openExit(house);
    const exit = house.vault.connect(house.alice).exit(...exitArgs(tree, leaf, house.alice));
    await expect(exit).to.be.revertedWithCustomError(house.vault, "LeafWasPaid");
    expect(await house.vault.exitTermsOf(NATIVE_TOKEN)).to.deep.equal([COIN, COIN]);
    const bobs = house.vault.connect(house.bob).exit(...exitArgs(tree, leafOf(house.bob, COIN), house.bob));
    await expect(bobs).to.changeEtherBalance(ethers, house.bob, COIN * GWEI);
  });

  it("error: AlreadyExited", async () => {
    const { vault, alice, bob, exits } = await openHouse();
    await vault.connect(alice).exit(...exits.alice);
    const [token, leaf, proof] = exits.alice;
    const again = vault.connect(alice).exit(token, leaf, proof, bob);
    await expect(again).to.be.revertedWithCustomError(vault, "AlreadyExited");
  });

  it("error: InvalidProof for another amount, batch, token or proof", async () => {
    const { vault, alice, exits, tokenAddress } = await openHouse();
    const [token, leaf, proof, to] = exits.alice;
    const lies = [
      [token, { ...leaf, quanta: leaf.quanta + 1n }, proof, to],
      [token, { ...leaf, batchId: nextBatchId() }, proof, to],
      [tokenAddress, leaf, proof, to],
      [token, leaf, proof.slice(1), to],
      [token, leaf, exits.bob[2], to],
    ] as const;
    for (const lie of lies) {
      await expect(vault.connect(alice).exit(...lie)).to.be.revertedWithCustomError(vault, "InvalidProof");
    }
  });

  it("error: InvalidProof for a leaf of an earlier checkpoint", async () => {
    const house = await freshHouse();
    const leaf = leafOf(house.alice, COIN);
    const earlier = await publishTree(house, [leaf]);
    await publishTree(house, [leafOf(house.bob, COIN)]);
    await openExit(house);
    const exit = house.vault.connect(house.alice).exit(...exitArgs(earlier, leaf, house.alice));
    await expect(exit).to.be.revertedWithCustomError(house.vault, "InvalidProof");
  });

  it("error: TransferFailed leaves the leaf for another receiver", async () => {
    const { vault, alice, exits } = await openHouse();
    const [token, leaf, proof] = exits.alice;
    const wallet = await deploy("RevertingRecipient");
    const exit = vault.connect(alice).exit(token, leaf, proof, wallet);
    await expect(exit).to.be.revertedWithCustomError(vault, "TransferFailed");
    await vault.connect(alice).exit(...exits.alice);
  });

  it("default", async () => {
    const { vault, alice, bob, exits, leafHash } = await openHouse();
    const [token, leaf, proof] = exits.alice;
    expect(await vault.isExited(token, leafHash)).to.equal(false);
    const exit = await vault.connect(alice).exit(token, leaf, proof, bob);
    await expect(exit)
      .to.emit(vault, "Exited")
      .withArgs(alice.address, token, leaf.batchId, bob.address, leaf.quanta, leaf.quanta);
    await expect(exit).to.changeEtherBalances(
      ethers,
      [vault, bob],
      [-leaf.quanta * GWEI, leaf.quanta * GWEI],
    );
    expect(await vault.isExited(token, leafHash)).to.equal(true);
    expect(await vault.exitReserveOf(token)).to.equal(2n * COIN);
    expect(await vault.liabilities(token)).to.equal(2n * COIN);
  });

  it("behavior: pays a leaf that waited in a batch that never ran", async () => {
    const house = await freshHouse();
    const leaves = [leafOf(house.alice, COIN), leafOf(house.alice, 2n * COIN, nextBatchId())];
    const tree = await publishTree(house, leaves);
    await openExit(house);
    for (const leaf of leaves) {
      const exit = house.vault.connect(house.alice).exit(...exitArgs(tree, leaf, house.alice));
      await expect(exit).to.changeEtherBalance(ethers, house.alice, leaf.quanta * GWEI);
    }
  });

  it("behavior: pays pro rata, rounded down, where the vault holds too little", async () => {
    const house = await freshHouse();
    const leaves = [leafOf(house.alice, 10n), leafOf(house.bob, 5n)];
    const tree = await publishTree(house, leaves);
    await networkHelpers.setBalance(house.vaultAddress, 8n * GWEI);
    await openExit(house);
    const paid = [];
    for (const [name, leaf] of [["alice", leaves[0]!] as const, ["bob", leaves[1]!] as const]) {
      const before: bigint = await ethers.provider.getBalance(house.vaultAddress);
      await house.vault.connect(house[name]).exit(...exitArgs(tree, leaf, house[name]));
      paid.push((before - (await ethers.provider.getBalance(house.vaultAddress))) / GWEI);
    }
    expect(paid).to.deep.equal([5n, 2n]);
    expect(await house.vault.exitReserveOf(NATIVE_TOKEN)).to.equal(1n);
  });

  it("behavior: pays no more than the reserve where a batch had paid what was no leaf", async () => {
    const house = await freshHouse();
    const leaves = [leafOf(house.alice, 2n * COIN), leafOf(house.bob, 2n * COIN)];
    const tree = await publishTree(house, leaves);
    await execute(house, await signBatch(house, [await pay(house.nobody, COIN)]));
    await openExit(house);
    expect(await house.vault.exitTermsOf(NATIVE_TOKEN)).to.deep.equal([3n * COIN, 3n * COIN]);
    await house.vault.connect(house.alice).exit(...exitArgs(tree, leaves[0]!, house.alice));
    const last = house.vault.connect(house.bob).exit(...exitArgs(tree, leaves[1]!, house.bob));
    await expect(last).to.changeEtherBalance(ethers, house.bob, COIN * GWEI);
  });

  it("behavior: pays nothing where batches had paid more than all leaves", async () => {
    const house = await freshHouse();
    const leaf = leafOf(house.alice, COIN);
    const tree = await publishTree(house, [leaf]);
    await execute(house, await signBatch(house, [await pay(house.nobody, 2n * COIN)]));
    await openExit(house);
    await expect(house.vault.connect(house.alice).exit(...exitArgs(tree, leaf, house.alice)))
      .to.emit(house.vault, "Exited")
      .withArgs(house.alice.address, NATIVE_TOKEN, leaf.batchId, house.alice.address, COIN, 0n);
  });

  it("behavior: pays tokens", async () => {
    const { house, token, tokenAddress } = await houseWith("PlainToken");
    const leaf = leafOf(house.bob, TOKEN_FUNDS);
    const tree = await publishTree(house, [leaf], { token: tokenAddress });
    await openExit(house);
    await house.vault.connect(house.bob).exit(...exitArgs(tree, leaf, house.bob));
    expect(await token.balanceOf(house.bob)).to.equal(TOKEN_FUNDS * TOKEN_QUANTUM);
  });

  it("behavior: works while everything is paused", async () => {
    const { house, vault, alice, exits } = await openHouse();
    await vault.connect(house.guardian).pauseEntries();
    await vault.connect(house.guardian).pausePayouts();
    await house.manager.setTargetClosed(house.vaultAddress, true);
    await expect(vault.connect(alice).exit(...exits.alice)).to.emit(vault, "Exited");
  });

  matchesTree(new URL("exit.tree", import.meta.url));
});

/** A house whose exit is open, which owes Alice one coin and Bob two, and also carries a token. */
async function openHouse() {
  const { house, token, tokenAddress } = await houseWith("PlainToken");
  await giveTokens({ house, token }, house.bob, COIN);
  const leaves = { alice: leafOf(house.alice, COIN), bob: leafOf(house.bob, 2n * COIN) };
  const tree = await publishTree(house, Object.values(leaves));
  await openExit(house);
  const probe = await deploy("SumTreeProbe");
  return {
    ...house,
    house,
    tokenAddress,
    leafHash: await probe.leafHash(NATIVE_TOKEN, leaves.alice),
    exits: {
      alice: exitArgs(tree, leaves.alice, house.alice),
      bob: exitArgs(tree, leaves.bob, house.bob),
    },
  };
}
