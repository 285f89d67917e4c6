import { expect } from "chai";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { ethers } from "#test/contracts/support/deploy.ts";
import {
  asHex,
  COIN,
  execute,
  GWEI,
  type House,
  pay,
  type SignedBatch,
  signBatch,
} from "#test/contracts/support/house.ts";

export const AMPLE_GAS = 10_000_000n;

/** One coin for Alice; overrides as in `signBatch`. */
export async function signToAlice(
  house: House,
  overrides: Parameters<typeof signBatch>[2] = {},
): Promise<SignedBatch> {
  return signBatch(house, [await pay(house.alice, COIN)], overrides);
}

/** A batch whose second entry names an account that the packer itself would refuse. */
export async function signRawEntry(
  house: House,
  account: string,
  token = NATIVE_TOKEN,
): Promise<SignedBatch> {
  const honest = await signBatch(house, [await pay(house.alice, COIN)]);
  const entries = asHex(ethers.concat([honest.entries, account, ethers.toBeHex(COIN, 12)]));
  const entriesHash = asHex(ethers.keccak256(entries));
  const signed = await signBatch(house, [await pay(house.alice, COIN)], {
    token,
    entriesHash,
    total: 2n * COIN,
    count: 2,
  });
  return { ...signed, entries };
}

/** Expects an error; `args` are its values where the test names them. */
export async function expectRefused(
  house: House,
  signed: SignedBatch,
  error: string,
  ...args: unknown[]
): Promise<void> {
  const execution = execute(house, signed, { gasLimit: AMPLE_GAS });
  const refusal = expect(execution).to.be.revertedWithCustomError(house.vault, error);
  await (args.length === 0 ? refusal : refusal.withArgs(...args));
}

/** Pays Alice, the hostile recipient and Bob, and expects that only the hostile one is left with a credit. */
export async function expectCredited(
  house: House,
  recipient: { getAddress(): Promise<string> },
): Promise<void> {
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
