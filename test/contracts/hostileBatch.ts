import { expect } from "chai";
import hre from "hardhat";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { deploy } from "#test/contracts/support/deploy.ts";
import { COIN, execute, freshHouse, type House, pay, signBatch } from "#test/contracts/support/house.ts";

/** What one hostile recipient can add to a batch at most: the ADR on the vault promises it. */
const MOST_GAS_PER_REFUSAL = 68_000n;
const COUNT = 50;

describe("a batch of nothing but recipients that burn their gas", () => {
  // Instrumented code costs more than the code that is deployed.
  if (hre.globalOptions.coverage) return;
  it("behavior: credits all of them within the promised gas", async () => {
    const house = await freshHouse();
    const one = await gasOf(house, 1);
    const many = await gasOf(house, COUNT);
    expect((many - one) / BigInt(COUNT - 1)).to.be.at.most(MOST_GAS_PER_REFUSAL);
    expect(await house.vault.unclaimedCredits(NATIVE_TOKEN)).to.equal(BigInt(COUNT + 1) * COIN);
  });
});

async function gasOf(house: House, count: number): Promise<bigint> {
  const payments = [];
  for (let i = 0; i < count; i += 1) payments.push(await pay(await deploy("GasBurningRecipient"), COIN));
  const execution = await execute(house, await signBatch(house, payments), { gasLimit: 16_000_000n });
  const { gasUsed } = await execution.wait();
  console.log(`      ${count} refusals: ${gasUsed} gas`);
  return gasUsed;
}
