import { expect } from "chai";
import hre from "hardhat";
import { describe, it } from "mocha";
import type { Hex } from "#domain/chain/hex.ts";
import { ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import {
  asHex,
  execute,
  freshAccounts,
  freshHouse,
  type House,
  signBatch,
} from "#test/contracts/support/house.ts";

/** Typical amounts, in gwei: 0.05 coins and a little. */
const BASE_QUANTA = 50_000_000n;
const STEP_QUANTA = 7_919n;

describe("gas of a payout per existing cold recipient, all checks and the log included", () => {
  const budgets = [
    { count: 500, isFirstOfWord: false, most: 10_260 },
    { count: 100, isFirstOfWord: false, most: 10_665 },
    { count: 100, isFirstOfWord: true, most: 10_840 },
  ];
  for (const { count, isFirstOfWord, most } of budgets) {
    const ids = isFirstOfWord ? "the first batch id of its storage word" : "consecutive batch ids";
    // Instrumented code costs more than the code that is deployed.
    if (hre.globalOptions.coverage) continue;
    it(`behavior: at most ${most} with ${count} recipients and ${ids}`, async () => {
      const house = await freshHouse();
      if (!isFirstOfWord) await gasOf(house, 1, batchId(1));
      const perRecipient = (await gasOf(house, count, batchId(2))) / count;
      console.log(`      ${perRecipient.toFixed(1)} gas`);
      expect(perRecipient).to.be.at.most(most);
    });
  }
});

async function gasOf(house: House, count: number, id: Hex): Promise<number> {
  const payments = freshAccounts(count).map((account, index) => ({
    account,
    quanta: BASE_QUANTA + BigInt(index) * STEP_QUANTA,
  }));
  for (const { account } of payments) await networkHelpers.setBalance(account, 1n);
  const execution = await execute(house, await signBatch(house, payments, { batchId: id }));
  return Number((await execution.wait()).gasUsed);
}

/** Ids that share a storage word, with as many non-zero bytes as a random one. */
function batchId(index: number): Hex {
  return asHex(ethers.concat([ethers.dataSlice(ethers.id("gas"), 0, 31), ethers.toBeHex(index, 1)]));
}
