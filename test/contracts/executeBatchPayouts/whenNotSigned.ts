import { expect } from "chai";
import { describe, it } from "mocha";
import type { PayoutBatch } from "#domain/chain/typedData.ts";
import { expectRefused, signToAlice } from "#test/contracts/support/batches.ts";
import { deploy, ethers } from "#test/contracts/support/deploy.ts";
import { highSOf } from "#test/contracts/support/entries.ts";
import { asHex, freshHouse, LIMITS, nextBatchId } from "#test/contracts/support/house.ts";

export function whenNotSigned(): void {
  describe("when the signature is not the signer's", () => {
    it("error: InvalidSignature for another key", async () => {
      const house = await freshHouse();
      await expectRefused(house, await signToAlice(house, { signer: house.admin }), "InvalidSignature");
    });

    it("error: InvalidSignature for another chain id", async () => {
      const house = await freshHouse();
      await expectRefused(house, await signToAlice(house, { chainId: 56 }), "InvalidSignature");
    });

    it("error: InvalidSignature for another vault", async () => {
      const house = await freshHouse();
      const other = await deploy("Vault", [await house.manager.getAddress(), house.signer.address, LIMITS]);
      const verifyingContract = asHex(await other.getAddress());
      await expectRefused(house, await signToAlice(house, { verifyingContract }), "InvalidSignature");
    });

    it("error: InvalidSignature for any changed field", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const { batch } = signed;
      const lies: Partial<PayoutBatch>[] = [
        { batchId: nextBatchId() },
        { total: batch.total + 1n },
        { deadline: batch.deadline + 1n },
      ];
      for (const lie of lies) {
        await expectRefused(house, { ...signed, batch: { ...batch, ...lie } }, "InvalidSignature");
      }
    });

    it("behavior: refuses a value with bits that its type does not have", async () => {
      const house = await freshHouse();
      const { batch, entries, signature } = await signToAlice(house);
      const call = [batch, entries, signature];
      const data = house.vault.interface.encodeFunctionData("executeBatchPayouts", call);
      // The upper ends of token, count, checkpoint epoch and deadline, behind the selector.
      for (const word of [1, 4, 5, 7]) {
        const at = 2 + 2 * (4 + 32 * word);
        const dirty = `${data.slice(0, at)}01${data.slice(at + 2)}`;
        await expect(house.relayer.sendTransaction({ to: house.vaultAddress, data: dirty })).to.be.revert(
          ethers,
        );
      }
    });

    it("error: InvalidSignature for a high s", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const signature = highSOf(signed.signature);
      expect(
        ethers.recoverAddress(await house.vault.payoutBatchDigest(signed.batch), signed.signature),
      ).to.equal(house.signer.address);
      await expectRefused(house, { ...signed, signature }, "InvalidSignature");
    });

    it("error: InvalidSignature for another length", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const compact = ethers.Signature.from(signed.signature).compactSerialized;
      for (const signature of ["0x", compact, `${signed.signature}00`]) {
        await expectRefused(house, { ...signed, signature }, "InvalidSignature");
      }
    });

    it("error: InvalidSignature for an unrecoverable signature", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const signature = `0x${"00".repeat(64)}1b`;
      await expectRefused(house, { ...signed, signature }, "InvalidSignature");
    });

    it("error: InvalidSignature for a contract signer that declines", async () => {
      const house = await freshHouse();
      await house.vault.rotateSigner(await deploy("ContractSigner", [house.bob.address]));
      await expectRefused(house, await signToAlice(house, { signer: house.alice }), "InvalidSignature");
    });

    it("error: StaleSignerEpoch for a batch from before a rotation", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      await house.vault.rotateSigner(house.signer);
      await expectRefused(house, signed, "StaleSignerEpoch", 1, 2);
    });

    it("error: StaleSignerEpoch for a batch from after the next rotation", async () => {
      const house = await freshHouse();
      await expectRefused(house, await signToAlice(house, { signerEpoch: 2n }), "StaleSignerEpoch", 2, 1);
    });
  });
}
