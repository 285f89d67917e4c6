import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { ethers } from "#test/contracts/support/deploy.ts";
import { FREE_BALANCE, openExit, publishOwing } from "#test/contracts/support/hostileHouse.ts";
import { COIN, execute, freshHouse, GWEI, pay, signBatch } from "#test/contracts/support/house.ts";

describe("a batch whose id is that of free balances", () => {
  it("behavior: cannot make the vault pay a balance twice, by the batch and by the exit", async () => {
    const house = await freshHouse();
    const leaf = { account: house.bob.address, quanta: COIN, batchId: FREE_BALANCE };
    await publishOwing(house, NATIVE_TOKEN, [leaf]);
    const signed = await signBatch(house, [await pay(house.bob, COIN)], {
      batchId: FREE_BALANCE,
      checkpointEpoch: 2n,
    });
    // Money of somebody else, which a second payment would be made from.
    await house.vault.connect(house.alice).deposit({ value: COIN * GWEI });
    const before = await ethers.provider.getBalance(house.bob.address);
    await execute(house, signed).catch(() => "refused");
    await openExit(house);
    await house.vault
      .connect(house.bob)
      .exit(NATIVE_TOKEN, leaf, [], house.bob.address)
      .catch(() => "refused");
    const received = (await ethers.provider.getBalance(house.bob.address)) - before;
    expect(received).to.be.at.most(COIN * GWEI);
  });
});
