import { expect } from "chai";
import { describe, it } from "mocha";
import { MAX_BATCH_ENTRIES } from "#domain/chain/payoutEntries.ts";
import { NATIVE_TOKEN, type PayoutBatch } from "#domain/chain/typedData.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import {
  asHex,
  COIN,
  execute,
  FUNDS,
  freshAccounts,
  freshHouse,
  GWEI,
  type House,
  LIMITS,
  nextBatchId,
  pay,
  type SignedBatch,
  signBatch,
} from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";
import { answerOf, REENTER } from "#test/contracts/support/recipients.ts";

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const AMPLE_GAS = 10_000_000n;

describe("executeBatchPayouts", () => {
  describe("when the vault does not take batches", () => {
    it("error: PayoutsArePaused", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      await house.vault.connect(house.guardian).pausePayouts();
      await refused(house, signed, "PayoutsArePaused");
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
      await refused(house, signed, "BatchExpired", signed.batch.deadline, after);
    });

    it("error: CheckpointNotPublished", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house, { checkpointEpoch: 1n });
      expect(await house.vault.checkpointEpoch(NATIVE_TOKEN)).to.equal(0n);
      await refused(house, signed, "CheckpointNotPublished", 1n, 0n);
    });

    it("error: TokenNotListed", async () => {
      const house = await freshHouse();
      const token = asHex(house.bob.address);
      await refused(house, await signToAlice(house, { token }), "TokenNotListed", token);
    });

    it("error: BatchAlreadyExecuted", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      await execute(house, signed);
      await refused(house, signed, "BatchAlreadyExecuted", signed.batch.batchId);

      const sameId = await signToAlice(house, {
        batchId: signed.batch.batchId,
        deadline: signed.batch.deadline + 9n,
      });
      await refused(house, sameId, "BatchAlreadyExecuted", signed.batch.batchId);
    });
  });

  describe("when the entries are not those that were signed", () => {
    it("error: InvalidCount for none", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house, { count: 0 });
      await refused(house, { ...signed, entries: "0x" }, "InvalidCount", 0);
    });

    it("error: InvalidCount for more than MAX_BATCH", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house, { count: MAX_BATCH_ENTRIES + 1 });
      await refused(house, signed, "InvalidCount", MAX_BATCH_ENTRIES + 1);
      expect(await house.vault.MAX_BATCH()).to.equal(MAX_BATCH_ENTRIES);
    });

    it("error: InvalidEntriesLength for truncated entries", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const entries = asHex(signed.entries.slice(0, -2));
      await refused(house, { ...signed, entries }, "InvalidEntriesLength", 31, 32);
    });

    it("error: InvalidEntriesLength for extended entries", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const entries = asHex(`${signed.entries}${signed.entries.slice(2)}`);
      await refused(house, { ...signed, entries }, "InvalidEntriesLength", 64, 32);
    });

    it("error: EntriesHashMismatch for swapped entries", async () => {
      const house = await freshHouse();
      const signed = await signBatch(house, [await pay(house.alice, COIN), await pay(house.bob, 2n * COIN)]);
      const entries = asHex(`0x${signed.entries.slice(66)}${signed.entries.slice(2, 66)}`);
      const { entriesHash } = signed.batch;
      await refused(
        house,
        { ...signed, entries },
        "EntriesHashMismatch",
        ethers.keccak256(entries),
        entriesHash,
      );
    });

    it("error: EntriesHashMismatch for a changed amount", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const entries = asHex(`${signed.entries.slice(0, -1)}1`);
      await refused(house, { ...signed, entries }, "EntriesHashMismatch");
    });

    it("error: TotalMismatch", async () => {
      const house = await freshHouse();
      for (const total of [COIN - 1n, COIN + 1n]) {
        await refused(house, await signToAlice(house, { total }), "TotalMismatch", COIN, total);
      }
    });

    it("error: InvalidEntry for the zero address", async () => {
      const house = await freshHouse();
      const signed = await signRawEntry(house, ethers.ZeroAddress);
      await refused(house, signed, "InvalidEntry", 1);
    });

    it("error: InvalidEntry for the vault itself", async () => {
      const house = await freshHouse();
      const signed = await signRawEntry(house, house.vaultAddress);
      await refused(house, signed, "InvalidEntry", 1);
    });
  });

  describe("when the signature is not the signer's", () => {
    it("error: InvalidSignature for another key", async () => {
      const house = await freshHouse();
      await refused(house, await signToAlice(house, { signer: house.admin }), "InvalidSignature");
    });

    it("error: InvalidSignature for another chain id", async () => {
      const house = await freshHouse();
      await refused(house, await signToAlice(house, { chainId: 56 }), "InvalidSignature");
    });

    it("error: InvalidSignature for another vault", async () => {
      const house = await freshHouse();
      const other = await deploy("Vault", [await house.manager.getAddress(), house.signer.address, LIMITS]);
      const verifyingContract = asHex(await other.getAddress());
      await refused(house, await signToAlice(house, { verifyingContract }), "InvalidSignature");
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
        await refused(house, { ...signed, batch: { ...batch, ...lie } }, "InvalidSignature");
      }
    });

    it("error: InvalidSignature for a high s", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const { r, s, v } = ethers.Signature.from(signed.signature);
      const highS = ethers.toBeHex(ORDER - BigInt(s), 32);
      const signature = ethers.concat([r, highS, ethers.toBeHex(v === 27 ? 28 : 27)]);
      expect(
        ethers.recoverAddress(await house.vault.payoutBatchDigest(signed.batch), signed.signature),
      ).to.equal(house.signer.address);
      await refused(house, { ...signed, signature }, "InvalidSignature");
    });

    it("error: InvalidSignature for another length", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const compact = ethers.Signature.from(signed.signature).compactSerialized;
      for (const signature of ["0x", compact, `${signed.signature}00`]) {
        await refused(house, { ...signed, signature }, "InvalidSignature");
      }
    });

    it("error: InvalidSignature for an unrecoverable signature", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const signature = `0x${"00".repeat(64)}1b`;
      await refused(house, { ...signed, signature }, "InvalidSignature");
    });

    it("error: InvalidSignature for a contract signer that declines", async () => {
      const house = await freshHouse();
      await house.vault.rotateSigner(await deploy("ContractSigner", [house.bob.address]));
      await refused(house, await signToAlice(house, { signer: house.alice }), "InvalidSignature");
    });

    it("error: StaleSignerEpoch for a batch from before a rotation", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      await house.vault.rotateSigner(house.signer);
      await refused(house, signed, "StaleSignerEpoch", 1, 2);
    });

    it("error: StaleSignerEpoch for a batch from after the next rotation", async () => {
      const house = await freshHouse();
      await refused(house, await signToAlice(house, { signerEpoch: 2n }), "StaleSignerEpoch", 2, 1);
    });
  });

  describe("when the money may not leave", () => {
    it("error: BatchCapExceeded", async () => {
      const house = await freshHouse();
      const signed = await signBatch(house, [await pay(house.alice, LIMITS.batchCap + 1n)]);
      await refused(house, signed, "BatchCapExceeded", LIMITS.batchCap + 1n, LIMITS.batchCap);
    });

    it("error: OutflowCapExceeded", async () => {
      const house = await freshHouse();
      const batches = [];
      for (let i = 0; i < 3; i += 1)
        batches.push(await signBatch(house, [await pay(house.alice, LIMITS.batchCap)]));
      await execute(house, batches[0]!);
      await execute(house, batches[1]!);
      // Two seconds have drained two coins out of the full bucket.
      await refused(house, batches[2]!, "OutflowCapExceeded", LIMITS.batchCap, 2n * COIN);
    });

    it("error: InsufficientBalance", async () => {
      const house = await freshHouse();
      await networkHelpers.setBalance(house.vaultAddress, COIN * GWEI - 1n);
      await refused(house, await signToAlice(house), "InsufficientBalance", COIN - 1n, COIN);
    });

    it("error: InsufficientBalance when only unclaimed credits would cover it", async () => {
      const house = await freshHouse();
      const wallet = await deploy("RevertingRecipient");
      await execute(house, await signBatch(house, [await pay(wallet, 3n * COIN)]));
      await networkHelpers.setBalance(house.vaultAddress, (4n * COIN - 1n) * GWEI);
      await refused(house, await signToAlice(house), "InsufficientBalance", COIN - 1n, COIN);
    });
  });

  describe("when a recipient cannot be paid", () => {
    it("behavior: credits a recipient that reverts", async () => {
      const house = await freshHouse();
      await credits(house, await deploy("RevertingRecipient"));
    });

    it("behavior: credits a recipient that takes no coins", async () => {
      const house = await freshHouse();
      await credits(house, await deploy("NonPayableRecipient"));
    });

    it("behavior: credits a recipient that burns all its gas", async () => {
      const house = await freshHouse();
      await credits(house, await deploy("GasBurningRecipient"));
    });

    it("behavior: credits a recipient that reverts with a return bomb", async () => {
      const house = await freshHouse();
      await credits(house, await deploy("ReturnBombingRecipient", [true]));
    });

    it("behavior: pays a recipient that returns a return bomb", async () => {
      const house = await freshHouse();
      const bomber = await deploy("ReturnBombingRecipient", [false]);
      const execution = await execute(house, await signBatch(house, [await pay(bomber, COIN)]));
      await expect(execution).to.changeEtherBalance(ethers, bomber, COIN * GWEI);
      // What the recipient itself could use is the most that it may cost.
      expect((await execution.wait()).gasUsed).to.be.below(21_000 + 30_000 + 100_000);
    });

    it("behavior: credits several refusals in a row and pays the rest", async () => {
      const house = await freshHouse();
      const wallets = [await deploy("RevertingRecipient"), await deploy("RevertingRecipient")];
      const payments = [
        await pay(wallets[0]!, 1n * COIN),
        await pay(wallets[1]!, 2n * COIN),
        await pay(house.alice, 3n * COIN),
        await pay(wallets[0]!, 4n * COIN),
        await pay(house.bob, 5n * COIN),
        await pay(wallets[1]!, 6n * COIN),
      ];
      const signed = await signBatch(house, payments);
      const execution = await execute(house, signed);
      await expect(execution)
        .to.emit(house.vault, "PayoutExecuted")
        .withArgs(signed.batch.batchId, NATIVE_TOKEN, 21n * COIN, 6, 13n * COIN, signed.entries);
      await expect(execution).to.changeEtherBalances(
        ethers,
        [house.vault, house.alice, house.bob],
        [-8n * COIN * GWEI, 3n * COIN * GWEI, 5n * COIN * GWEI],
      );
      expect(await house.vault.creditOf(wallets[0]!, NATIVE_TOKEN)).to.equal(5n * COIN);
      expect(await house.vault.creditOf(wallets[1]!, NATIVE_TOKEN)).to.equal(8n * COIN);
      expect(await house.vault.unclaimedCredits(NATIVE_TOKEN)).to.equal(13n * COIN);
    });

    it("behavior: adds up the credits of several batches", async () => {
      const house = await freshHouse();
      const wallet = await deploy("RevertingRecipient");
      await execute(house, await signBatch(house, [await pay(wallet, COIN)]));
      await execute(house, await signBatch(house, [await pay(wallet, 2n * COIN)]));
      expect(await house.vault.creditOf(wallet, NATIVE_TOKEN)).to.equal(3n * COIN);
      expect(await house.vault.unclaimedCredits(NATIVE_TOKEN)).to.equal(3n * COIN);
    });

    it("error: InsufficientGas before a recipient could be starved into a credit", async () => {
      const house = await freshHouse();
      const wallet = await deploy("GasMeteringRecipient");
      const signed = await signBatch(house, [await pay(wallet, COIN)]);
      const outcomes = new Set<string>();
      for (let gasLimit = 60_000n; gasLimit <= 240_000n; gasLimit += 1_500n) {
        outcomes.add(await outcomeWithGas(house, signed, gasLimit));
      }
      expect(outcomes).to.deep.equal(new Set(["out of gas", "InsufficientGas", "paid"]));
    });
  });

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
      await refused(house, signed, "InsufficientBalance");
      await networkHelpers.setBalance(house.vaultAddress, COIN * GWEI);
      await expect(execute(house, signed)).to.emit(house.vault, "PayoutExecuted");
    });
  });

  matchesTree(new URL("executeBatchPayouts.tree", import.meta.url));
});

async function signToAlice(
  house: House,
  overrides: Parameters<typeof signBatch>[2] = {},
): Promise<SignedBatch> {
  return signBatch(house, [await pay(house.alice, COIN)], overrides);
}

/** A batch whose second entry names an account that the packer itself would refuse. */
async function signRawEntry(house: House, account: string): Promise<SignedBatch> {
  const honest = await signBatch(house, [await pay(house.alice, COIN)]);
  const entries = asHex(ethers.concat([honest.entries, account, ethers.toBeHex(COIN, 12)]));
  const entriesHash = asHex(ethers.keccak256(entries));
  const signed = await signBatch(house, [await pay(house.alice, COIN)], {
    entriesHash,
    total: 2n * COIN,
    count: 2,
  });
  return { ...signed, entries };
}

async function refused(house: House, signed: SignedBatch, error: string, ...args: unknown[]): Promise<void> {
  const refusal = expect(execute(house, signed, { gasLimit: AMPLE_GAS })).to.be.revertedWithCustomError(
    house.vault,
    error,
  );
  await (args.length === 0 ? refusal : refusal.withArgs(...args));
}

/** Pays Alice, the hostile recipient and Bob, and expects that only the hostile one is left with a credit. */
async function credits(house: House, recipient: { getAddress(): Promise<string> }): Promise<void> {
  const account = await recipient.getAddress();
  const payments = [
    await pay(house.alice, COIN),
    await pay(recipient, 2n * COIN),
    await pay(house.bob, 3n * COIN),
  ];
  const signed = await signBatch(house, payments);
  const execution = await execute(house, signed);
  await expect(execution)
    .to.emit(house.vault, "PayoutCredited")
    .withArgs(signed.batch.batchId, account, NATIVE_TOKEN, 2n * COIN);
  await expect(execution).to.changeEtherBalances(
    ethers,
    [house.vault, house.alice, account, house.bob],
    [-4n * COIN * GWEI, COIN * GWEI, 0n, 3n * COIN * GWEI],
  );
  expect(await house.vault.creditOf(account, NATIVE_TOKEN)).to.equal(2n * COIN);
  expect(await house.vault.unclaimedCredits(NATIVE_TOKEN)).to.equal(2n * COIN);
}

/** What a batch would do with this gas limit; simulated, so that each try starts from the same state. */
async function outcomeWithGas(house: House, signed: SignedBatch, gasLimit: bigint): Promise<string> {
  const snapshot = await networkHelpers.takeSnapshot();
  try {
    const execution = await execute(house, signed, { gasLimit });
    const receipt = await execution.wait();
    const credited = await house.vault.unclaimedCredits(NATIVE_TOKEN);
    return receipt.status === 1 && credited === 0n ? "paid" : "credited";
  } catch (error) {
    return String(error).includes("InsufficientGas") ? "InsufficientGas" : "out of gas";
  } finally {
    await snapshot.restore();
  }
}
