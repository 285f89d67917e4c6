import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { deployHostile, openExit, TOKEN_QUANTUM } from "#test/contracts/support/hostileHouse.ts";
import { COIN, execute, freshHouse, GWEI, LIMITS, pay, signBatch } from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

const NEW_LIMITS = { batchCap: 10n * COIN, outflowCapacity: 20n * COIN, outflowRefillPerSecond: 2n };

describe("administration", () => {
  describe("deployment", () => {
    it("default", async () => {
      const { vault, manager, signer } = await freshHouse();
      expect(await vault.authority()).to.equal(await manager.getAddress());
      expect(await vault.signer()).to.equal(signer.address);
      expect(await vault.signerEpoch()).to.equal(1n);
      expect(await vault.PAYMENT_GAS()).to.equal(30_000n);
      expect(await vault.TOKEN_PAYMENT_GAS()).to.equal(150_000n);
      expect(await vault.MAX_PROOF_STEPS()).to.equal(32n);
      expect(await vault.listedTokens()).to.deep.equal([NATIVE_TOKEN]);
      expect(await vault.quantumOf(NATIVE_TOKEN)).to.equal(GWEI);
      expect(await vault.exitActive()).to.equal(false);
      expect(Object.values((await vault.outflowLimits(NATIVE_TOKEN)).toObject())).to.deep.equal(
        Object.values(LIMITS),
      );
      const { name, version, verifyingContract } = await vault.eip712Domain();
      expect([name, version, verifyingContract]).to.deep.equal(["Fairhouse", "1", await vault.getAddress()]);
    });

    it("error: ZeroAddress for no signer", async () => {
      const { vault, manager } = await freshHouse();
      const deployment = deploy("Vault", [await manager.getAddress(), ethers.ZeroAddress, LIMITS]);
      await expect(deployment).to.be.revertedWithCustomError(vault, "ZeroAddress");
    });

    it("error: InvalidLimits", async () => {
      const { vault, manager, signer } = await freshHouse();
      const limits = { ...LIMITS, batchCap: LIMITS.outflowCapacity + 1n };
      const deployment = deploy("Vault", [await manager.getAddress(), signer.address, limits]);
      await expect(deployment)
        .to.be.revertedWithCustomError(vault, "InvalidLimits")
        .withArgs(limits.batchCap, limits.outflowCapacity);
    });
  });

  describe("rotateSigner", () => {
    it("default", async () => {
      const { vault, signer, bob } = await freshHouse();
      await expect(vault.rotateSigner(bob))
        .to.emit(vault, "SignerRotated")
        .withArgs(signer.address, bob.address, 2n);
      expect(await vault.signer()).to.equal(bob.address);
      expect(await vault.signerEpoch()).to.equal(2n);
    });

    it("error: ZeroAddress", async () => {
      const { vault } = await freshHouse();
      await expect(vault.rotateSigner(ethers.ZeroAddress)).to.be.revertedWithCustomError(
        vault,
        "ZeroAddress",
      );
    });
  });

  describe("listToken", () => {
    it("default", async () => {
      const { vault } = await freshHouse();
      const token = await newToken();
      const listing = await vault.listToken(token, TOKEN_QUANTUM, NEW_LIMITS);
      await expect(listing).to.emit(vault, "TokenListed").withArgs(token, TOKEN_QUANTUM);
      await expect(listing)
        .to.emit(vault, "OutflowLimitsChanged")
        .withArgs(token, [0n, 0n, 0n], Object.values(NEW_LIMITS));
      expect(await vault.listedTokens()).to.deep.equal([NATIVE_TOKEN, token]);
      expect(await vault.quantumOf(token)).to.equal(TOKEN_QUANTUM);
      expect(await vault.outflowAvailable(token)).to.equal(NEW_LIMITS.outflowCapacity);
      expect((await vault.checkpointOf(token)).epoch).to.equal(0n);
      expect(await vault.surplus(token)).to.equal(0n);
    });

    it("error: TokenAlreadyListed", async () => {
      const { vault } = await freshHouse();
      const token = await newToken();
      await vault.listToken(token, TOKEN_QUANTUM, LIMITS);
      for (const again of [token, NATIVE_TOKEN]) {
        await expect(vault.listToken(again, 1n, LIMITS))
          .to.be.revertedWithCustomError(vault, "TokenAlreadyListed")
          .withArgs(again);
      }
    });

    it("error: TokenWithoutCode", async () => {
      const { vault, bob } = await freshHouse();
      await expect(vault.listToken(bob, TOKEN_QUANTUM, LIMITS))
        .to.be.revertedWithCustomError(vault, "TokenWithoutCode")
        .withArgs(bob.address);
    });

    it("error: ZeroAmount for no quantum", async () => {
      const { vault } = await freshHouse();
      const listing = vault.listToken(await newToken(), 0n, LIMITS);
      await expect(listing).to.be.revertedWithCustomError(vault, "ZeroAmount");
    });

    it("error: SafeCastOverflowedUintDowncast for a quantum that sums could not be multiplied with", async () => {
      const { vault } = await freshHouse();
      const listing = vault.listToken(await newToken(), 2n ** 96n, LIMITS);
      await expect(listing).to.be.revertedWithCustomError(vault, "SafeCastOverflowedUintDowncast");
    });

    it("error: InvalidLimits", async () => {
      const { vault } = await freshHouse();
      const limits = { ...LIMITS, batchCap: LIMITS.outflowCapacity + 1n };
      const listing = vault.listToken(await newToken(), TOKEN_QUANTUM, limits);
      await expect(listing).to.be.revertedWithCustomError(vault, "InvalidLimits");
    });

    it("error: TooManyTokens", async () => {
      const { vault } = await freshHouse();
      const most: bigint = await vault.MAX_TOKENS();
      expect(most).to.equal(16n);
      for (let n = 1n; n < most; n += 1n) await vault.listToken(await newToken(), TOKEN_QUANTUM, LIMITS);
      await expect(vault.listToken(await newToken(), TOKEN_QUANTUM, LIMITS))
        .to.be.revertedWithCustomError(vault, "TooManyTokens")
        .withArgs(most);
    });

    it("error: ExitIsActive", async () => {
      const house = await freshHouse();
      await openExit(house);
      const listing = house.vault.listToken(await newToken(), TOKEN_QUANTUM, LIMITS);
      await expect(listing).to.be.revertedWithCustomError(house.vault, "ExitIsActive");
    });
  });

  describe("pausing", () => {
    it("default", async () => {
      const { vault, guardian } = await freshHouse();
      const byGuardian = vault.connect(guardian);
      await expect(byGuardian.pauseEntries()).to.emit(vault, "EntriesPauseChanged").withArgs(false, true);
      await expect(byGuardian.pausePayouts()).to.emit(vault, "PayoutsPauseChanged").withArgs(false, true);
      expect([await vault.entriesPaused(), await vault.payoutsPaused()]).to.deep.equal([true, true]);

      await expect(vault.unpauseEntries()).to.emit(vault, "EntriesPauseChanged").withArgs(true, false);
      await expect(vault.unpausePayouts()).to.emit(vault, "PayoutsPauseChanged").withArgs(true, false);
      expect([await vault.entriesPaused(), await vault.payoutsPaused()]).to.deep.equal([false, false]);
    });

    it("behavior: one switch leaves the other alone", async () => {
      const { vault, guardian } = await freshHouse();
      await vault.connect(guardian).pausePayouts();
      expect(await vault.entriesPaused()).to.equal(false);
    });
  });

  describe("outflow limits", () => {
    it("default", async () => {
      const { vault } = await freshHouse();
      await expect(vault.setOutflowLimits(NATIVE_TOKEN, NEW_LIMITS))
        .to.emit(vault, "OutflowLimitsChanged")
        .withArgs(NATIVE_TOKEN, Object.values(LIMITS), Object.values(NEW_LIMITS));
      expect(await vault.outflowAvailable(NATIVE_TOKEN)).to.equal(NEW_LIMITS.outflowCapacity);
    });

    it("behavior: the outflow drains at the refill rate, down to nothing", async () => {
      const house = await freshHouse();
      await execute(house, await signBatch(house, [await pay(house.alice, 100n * COIN)]));
      expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(1_900n * COIN);
      await networkHelpers.time.increase(40);
      expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(1_940n * COIN);
      await networkHelpers.time.increase(1_000);
      expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(LIMITS.outflowCapacity);
    });

    it("behavior: a change of the rate does not reach into the past", async () => {
      const house = await freshHouse();
      await execute(house, await signBatch(house, [await pay(house.alice, 500n * COIN)]));
      await networkHelpers.time.increase(99);
      await house.vault.setOutflowLimits(NATIVE_TOKEN, { ...LIMITS, outflowRefillPerSecond: 0n });
      expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(1_600n * COIN);
    });

    it("behavior: a capacity below the level leaves nothing available", async () => {
      const house = await freshHouse();
      await execute(house, await signBatch(house, [await pay(house.alice, 500n * COIN)]));
      await house.vault.setOutflowLimits(NATIVE_TOKEN, NEW_LIMITS);
      expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(0n);
    });

    it("error: InvalidLimits", async () => {
      const { vault } = await freshHouse();
      const limits = { ...NEW_LIMITS, batchCap: NEW_LIMITS.outflowCapacity + 1n };
      const change = vault.setOutflowLimits(NATIVE_TOKEN, limits);
      await expect(change).to.be.revertedWithCustomError(vault, "InvalidLimits");
    });

    it("error: TokenNotListed", async () => {
      const { vault, bob } = await freshHouse();
      const change = vault.setOutflowLimits(bob.address, NEW_LIMITS);
      await expect(change).to.be.revertedWithCustomError(vault, "TokenNotListed").withArgs(bob.address);
    });
  });

  matchesTree(new URL("administration.tree", import.meta.url));
});

async function newToken(): Promise<string> {
  return (await deployHostile("PlainToken")).getAddress();
}
