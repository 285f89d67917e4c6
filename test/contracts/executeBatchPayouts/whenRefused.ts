import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { expectCredited, signToAlice } from "#test/contracts/support/batches.ts";
import { deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { houseWith } from "#test/contracts/support/hostileHouse.ts";
import {
  COIN,
  execute,
  freshHouse,
  GWEI,
  type House,
  pay,
  type SignedBatch,
  signBatch,
} from "#test/contracts/support/house.ts";

export function whenRefused(): void {
  describe("when a recipient cannot be paid", () => {
    it("behavior: credits a recipient that reverts", async () => {
      const house = await freshHouse();
      await expectCredited(house, await deploy("RevertingRecipient"));
    });

    it("behavior: credits a recipient that takes no coins", async () => {
      const house = await freshHouse();
      await expectCredited(house, await deploy("NonPayableRecipient"));
    });

    it("behavior: credits a recipient that burns all its gas", async () => {
      const house = await freshHouse();
      await expectCredited(house, await deploy("GasBurningRecipient"));
    });

    it("behavior: credits a recipient that reverts with a return bomb", async () => {
      const house = await freshHouse();
      await expectCredited(house, await deploy("ReturnBombingRecipient", [true]));
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

    it("error: InsufficientGas before a transfer of tokens could be starved", async () => {
      const { house, tokenAddress } = await houseWith("PlainToken");
      const signed = await signToAlice(house, { token: tokenAddress });
      const starved = execute(house, signed, { gasLimit: 250_000n });
      await expect(starved).to.be.revertedWithCustomError(house.vault, "InsufficientGas");
      await expect(execute(house, signed, { gasLimit: 300_000n })).to.emit(house.vault, "PayoutExecuted");
    });
  });
}

/** What a batch would do with this gas limit; simulated, so that each try starts from the same state. */
export async function outcomeWithGas(house: House, signed: SignedBatch, gasLimit: bigint): Promise<string> {
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
