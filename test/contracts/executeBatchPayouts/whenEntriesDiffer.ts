import { expect } from "chai";
import { describe, it } from "mocha";
import { MAX_BATCH_ENTRIES } from "#domain/chain/payoutEntries.ts";
import { expectRefused, signRawEntry, signToAlice } from "#test/contracts/support/batches.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { houseWith, TOKEN_FUNDS, TOKEN_QUANTUM } from "#test/contracts/support/hostileHouse.ts";
import {
  asHex,
  COIN,
  execute,
  freshHouse,
  GWEI,
  LIMITS,
  pay,
  signBatch,
} from "#test/contracts/support/house.ts";

export function whenEntriesDiffer(): void {
  describe("when the entries are not those that were signed", () => {
    it("error: InvalidCount for none", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house, { count: 0 });
      await expectRefused(house, { ...signed, entries: "0x" }, "InvalidCount", 0);
    });

    it("error: InvalidCount for more than MAX_BATCH", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house, { count: MAX_BATCH_ENTRIES + 1 });
      await expectRefused(house, signed, "InvalidCount", MAX_BATCH_ENTRIES + 1);
      expect(await house.vault.MAX_BATCH()).to.equal(MAX_BATCH_ENTRIES);
    });

    it("error: InvalidEntriesLength for truncated entries", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const entries = asHex(signed.entries.slice(0, -2));
      await expectRefused(house, { ...signed, entries }, "InvalidEntriesLength", 31, 32);
    });

    it("error: InvalidEntriesLength for extended entries", async () => {
      const house = await freshHouse();
      const signed = await signToAlice(house);
      const entries = asHex(`${signed.entries}${signed.entries.slice(2)}`);
      await expectRefused(house, { ...signed, entries }, "InvalidEntriesLength", 64, 32);
    });

    it("error: EntriesHashMismatch for swapped entries", async () => {
      const house = await freshHouse();
      const signed = await signBatch(house, [await pay(house.alice, COIN), await pay(house.bob, 2n * COIN)]);
      const entries = asHex(`0x${signed.entries.slice(66)}${signed.entries.slice(2, 66)}`);
      const { entriesHash } = signed.batch;
      await expectRefused(
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
      await expectRefused(house, { ...signed, entries }, "EntriesHashMismatch");
    });

    it("error: TotalMismatch", async () => {
      const house = await freshHouse();
      for (const total of [COIN - 1n, COIN + 1n]) {
        await expectRefused(house, await signToAlice(house, { total }), "TotalMismatch", COIN, total);
      }
    });

    it("error: InvalidEntry for the zero address", async () => {
      const house = await freshHouse();
      const signed = await signRawEntry(house, ethers.ZeroAddress);
      await expectRefused(house, signed, "InvalidEntry", 1);
    });

    it("error: InvalidEntry for the vault itself", async () => {
      const house = await freshHouse();
      const signed = await signRawEntry(house, house.vaultAddress);
      await expectRefused(house, signed, "InvalidEntry", 1);
    });

    it("error: InvalidEntry for either in tokens", async () => {
      const { house, tokenAddress } = await houseWith("PlainToken");
      for (const account of [ethers.ZeroAddress, house.vaultAddress]) {
        const signed = await signRawEntry(house, account, tokenAddress);
        await expectRefused(house, signed, "InvalidEntry", 1);
      }
    });
  });

  describe("when the money may not leave", () => {
    it("error: BatchCapExceeded", async () => {
      const house = await freshHouse();
      const signed = await signBatch(house, [await pay(house.alice, LIMITS.batchCap + 1n)]);
      await expectRefused(house, signed, "BatchCapExceeded", LIMITS.batchCap + 1n, LIMITS.batchCap);
    });

    it("error: OutflowCapExceeded", async () => {
      const house = await freshHouse();
      const batches = [];
      for (let i = 0; i < 3; i += 1)
        batches.push(await signBatch(house, [await pay(house.alice, LIMITS.batchCap)]));
      await execute(house, batches[0]!);
      await execute(house, batches[1]!);
      // Two seconds have drained two coins out of the full bucket.
      await expectRefused(house, batches[2]!, "OutflowCapExceeded", LIMITS.batchCap, 2n * COIN);
    });

    it("error: InsufficientBalance", async () => {
      const house = await freshHouse();
      await networkHelpers.setBalance(house.vaultAddress, COIN * GWEI - 1n);
      await expectRefused(house, await signToAlice(house), "InsufficientBalance", COIN - 1n, COIN);
    });

    it("error: InsufficientBalance for tokens that others can take away", async () => {
      const { house, token, tokenAddress } = await houseWith("PlainToken");
      await token.confiscate(house.vaultAddress, (TOKEN_FUNDS - COIN) * TOKEN_QUANTUM + 1n);
      const signed = await signToAlice(house, { token: tokenAddress });
      await expectRefused(house, signed, "InsufficientBalance", COIN - 1n, COIN);
    });

    it("error: InsufficientBalance where not even the credits are covered", async () => {
      const house = await freshHouse();
      await execute(house, await signBatch(house, [await pay(await deploy("RevertingRecipient"), COIN)]));
      await networkHelpers.setBalance(house.vaultAddress, 0n);
      await expectRefused(house, await signToAlice(house), "InsufficientBalance", 0n, COIN);
    });

    it("error: InsufficientBalance when only unclaimed credits would cover it", async () => {
      const house = await freshHouse();
      const wallet = await deploy("RevertingRecipient");
      await execute(house, await signBatch(house, [await pay(wallet, 3n * COIN)]));
      await networkHelpers.setBalance(house.vaultAddress, (4n * COIN - 1n) * GWEI);
      await expectRefused(house, await signToAlice(house), "InsufficientBalance", COIN - 1n, COIN);
    });
  });
}
