import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { expectRefused, signToAlice } from "#test/contracts/support/batches.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { houseWith, openExit } from "#test/contracts/support/hostileHouse.ts";
import {
  asHex,
  COIN,
  execute,
  FUNDS,
  freshHouse,
  GWEI,
  pay,
  signBatch,
  ZERO_WORD,
} from "#test/contracts/support/house.ts";
import { answerOf, REENTER } from "#test/contracts/support/recipients.ts";

export function whenNotDue(): void {
  describe("when the vault does not take batches", () => {
    it("error: PayoutsArePaused", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      await house.vault.connect(house.guardian).pausePayouts();
      await expectRefused(house, signed, "PayoutsArePaused");
    });

    it("error: ExitIsActive", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house, { deadline: 2n ** 64n - 1n });
      await openExit(house);
      await expectRefused(house, signed, "ExitIsActive");
    });

    it("error: Reentered", async () => {
      const house = await freshHouse();
      const thief = await deploy("ReenteringRecipient", [house.vaultAddress, REENTER.execute]);
      const signed = await signBatch(house, [await pay(thief, COIN)]);
      const execution = await execute(house, signed);
      await expect(execution).to.emit(thief, "Answered").withArgs(false, answerOf("Reentered"));
      await expect(execution).to.changeEtherBalance(ethers, thief, COIN * GWEI);
    });
  });

  describe("when the batch is not due", () => {
    it("error: BatchExpired", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const after = signed.batch.deadline + 1n;
      await networkHelpers.time.setNextBlockTimestamp(after);
      await expectRefused(house, signed, "BatchExpired", signed.batch.deadline, after);
    });

    it("error: CheckpointNotPublished", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house, { checkpointEpoch: 2n });
      expect(await house.vault.checkpointEpoch(NATIVE_TOKEN)).to.equal(1n);
      await expectRefused(house, signed, "CheckpointNotPublished", 2n, 1n);
    });

    it("error: CheckpointNotPublished where only another token's checkpoint is", async () => {
      const { house, tokenAddress } = await houseWith("PlainToken");
      const { vault, operator } = house;
      await vault.connect(operator).publishCheckpoint(NATIVE_TOKEN, 2, ethers.ZeroHash, 0, FUNDS, 0);
      const signed = await signToAlice(house, { token: tokenAddress, checkpointEpoch: 2n });
      await expectRefused(house, signed, "CheckpointNotPublished", 2n, 1n);
    });

    it("error: CheckpointRequired", async () => {
      const house = await freshHouse();
      await expectRefused(house, await signToAlice(house, { checkpointEpoch: 0n }), "CheckpointRequired");
    });

    it("error: TokenNotListed", async () => {
      const house = await freshHouse();
      const token = asHex(house.bob.address);
      await expectRefused(house, await signToAlice(house, { token }), "TokenNotListed", token);
    });

    it("error: BatchIdRequired", async () => {
      const house = await freshHouse();
      await expectRefused(house, await signToAlice(house, { batchId: ZERO_WORD }), "BatchIdRequired");
    });

    it("error: BatchAlreadyExecuted", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      await execute(house, signed);
      await expectRefused(house, signed, "BatchAlreadyExecuted", signed.batch.batchId);

      const sameId = await signToAlice(house, {
        batchId: signed.batch.batchId,
        deadline: signed.batch.deadline + 9n,
      });
      await expectRefused(house, sameId, "BatchAlreadyExecuted", signed.batch.batchId);
    });
  });
}
