import { expect } from "chai";
import { describe, it } from "mocha";
import { MAX_BATCH_ENTRIES } from "#domain/chain/payoutEntries.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { AMPLE_GAS, expectRefused, signToAlice } from "#test/contracts/support/batches.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { houseWith, TOKEN_QUANTUM } from "#test/contracts/support/hostileHouse.ts";
import {
  asHex,
  COIN,
  execute,
  FUNDS,
  freshAccounts,
  freshHouse,
  GWEI,
  LIMITS,
  pay,
  signBatch,
} from "#test/contracts/support/house.ts";

export function whenEverythingHolds(): void {
  describe("when everything holds", () => {
    it("default", async () => {
      const house = await freshHouse();
      const signed = await signBatch(house, [await pay(house.alice, COIN), await pay(house.bob, 2n * COIN)]);
      expect(await house.vault.executed(signed.batch.batchId)).to.equal(false);

      const execution = await execute(house, signed);
      await expect(execution)
        .to.emit(house.vault, "PayoutExecuted")
        .withArgs(signed.batch.batchId, NATIVE_TOKEN, 3n * COIN, 2, 0n, signed.entries);
      await expect(execution).to.changeEtherBalances(
        ethers,
        [house.vault, house.alice, house.bob],
        [-3n * COIN * GWEI, COIN * GWEI, 2n * COIN * GWEI],
      );
      expect(await house.vault.executed(signed.batch.batchId)).to.equal(true);
    });

    it("behavior: pays tokens", async () => {
      const { house, token, tokenAddress } = await houseWith("PlainToken");
      const payments = [await pay(house.bob, COIN), await pay(house.nobody, 2n * COIN)];
      const signed = await signBatch(house, payments, { token: tokenAddress });
      await expect(execute(house, signed))
        .to.emit(house.vault, "PayoutExecuted")
        .withArgs(signed.batch.batchId, tokenAddress, 3n * COIN, 2, 0n, signed.entries);
      expect(await token.balanceOf(house.bob)).to.equal(COIN * TOKEN_QUANTUM);
      expect(await token.balanceOf(house.nobody)).to.equal(2n * COIN * TOKEN_QUANTUM);
      expect(await house.vault.executedTotal(tokenAddress)).to.equal(3n * COIN);
      expect(await house.vault.executedTotal(NATIVE_TOKEN)).to.equal(0n);
    });

    it("behavior: counts what it paid and what it credited", async () => {
      const house = await freshHouse();
      const payments = [
        await pay(house.alice, COIN),
        await pay(await deploy("RevertingRecipient"), 2n * COIN),
      ];
      await execute(house, await signBatch(house, payments));
      await execute(house, await signToAlice(house));
      expect(await house.vault.executedTotal(NATIVE_TOKEN)).to.equal(4n * COIN);
    });

    it("behavior: anyone may relay the batch", async () => {
      const house = await freshHouse();
      const { batch, entries, signature } = await signToAlice(house);
      const execution = house.vault.connect(house.nobody).executeBatchPayouts(batch, entries, signature);
      await expect(execution).to.emit(house.vault, "PayoutExecuted");
    });

    it("behavior: pays the same account as often as it is named", async () => {
      const house = await freshHouse();
      const signed = await signBatch(house, [await pay(house.alice, COIN), await pay(house.alice, COIN)]);
      const execution = await execute(house, signed);
      await expect(execution).to.changeEtherBalance(ethers, house.alice, 2n * COIN * GWEI);
    });

    it("behavior: pays up to the deadline's second", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      await networkHelpers.time.setNextBlockTimestamp(signed.batch.deadline);
      await expect(execute(house, signed)).to.emit(house.vault, "PayoutExecuted");
    });

    it("behavior: pays MAX_BATCH entries", async () => {
      const house = await freshHouse();
      const payments = freshAccounts(MAX_BATCH_ENTRIES).map((account) => ({ account, quanta: COIN }));
      await execute(house, await signBatch(house, payments), { gasLimit: 2n * AMPLE_GAS });
      for (const { account } of payments) {
        expect(await ethers.provider.getBalance(account)).to.equal(COIN * GWEI);
      }
      expect(await ethers.provider.getBalance(house.vaultAddress)).to.equal((FUNDS - 500n * COIN) * GWEI);
    });

    it("behavior: pays a batch at the cap", async () => {
      const house = await freshHouse();
      const signed = await signBatch(house, [await pay(house.alice, LIMITS.batchCap)]);
      await expect(execute(house, signed)).to.emit(house.vault, "PayoutExecuted");
    });

    it("behavior: accepts a contract signer", async () => {
      const house = await freshHouse();
      await house.vault.rotateSigner(await deploy("ContractSigner", [house.bob.address]));
      const signed = await signToAlice(house, { signer: house.bob });
      await expect(execute(house, signed)).to.emit(house.vault, "PayoutExecuted");
    });

    it("behavior: executes batches whose ids share a storage word independently", async () => {
      const house = await freshHouse();
      for (const last of ["00", "01", "ff"]) {
        const batchId = asHex(`0x${"a7".repeat(31)}${last}`);
        expect(await house.vault.executed(batchId)).to.equal(false);
        await execute(house, await signToAlice(house, { batchId }));
        expect(await house.vault.executed(batchId)).to.equal(true);
      }
    });

    it("behavior: a reverted execution leaves the batch executable", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      await networkHelpers.setBalance(house.vaultAddress, 0n);
      await expectRefused(house, signed, "InsufficientBalance");
      await networkHelpers.setBalance(house.vaultAddress, COIN * GWEI);
      await expect(execute(house, signed)).to.emit(house.vault, "PayoutExecuted");
    });
  });
}
