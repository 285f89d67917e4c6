import { expect } from "chai";
import hre from "hardhat";
import { describe, it } from "mocha";
import type { Hex } from "#domain/chain/hex.ts";
import type { PayoutEntry } from "#domain/chain/payoutEntries.ts";
import { exitArgs, leafOf, publish, publishTree } from "#test/contracts/support/checkpoints.ts";
import { ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { payEntry, signEntry } from "#test/contracts/support/entries.ts";
import { matchesGasSnapshot } from "#test/contracts/support/gasSnapshot.ts";
import { houseWith, openExit } from "#test/contracts/support/hostileHouse.ts";
import {
  asHex,
  COIN,
  execute,
  freshAccounts,
  freshHouse,
  GWEI,
  type House,
  signBatch,
} from "#test/contracts/support/house.ts";
import { deployPeer, type PeerName } from "#test/contracts/support/peers.ts";

/** Typical amounts, in gwei: 0.05 coins and a little. */
const BASE_QUANTA = 50_000_000n;
const STEP_QUANTA = 7_919n;
const COUNTS = [1, 10, 100, 500] as const;

type Receipt = { readonly gasUsed: bigint };
type Sent = Promise<{ wait(): Promise<Receipt> }>;

describe("gas of a payout per existing cold recipient", () => {
  // Instrumented code costs more than the code that is deployed.
  if (hre.globalOptions.coverage) return;

  it("behavior: stays within its budget and its snapshot, beside its peers", async () => {
    const table = [];
    for (const count of COUNTS) {
      table.push({
        count,
        vault: await perRecipient(count, gasOfBatch),
        "vault, in tokens": await perRecipient(count, gasOfTokenBatch),
        disperse: await perRecipient(count, gasOfPeer("DispersePeer")),
        forceSafeTransferETH: await perRecipient(count, gasOfPeer("ForcingPeer")),
      });
    }
    console.table(table);
    expect(table.find(({ count }) => count === 500)?.vault).to.be.at.most(10_300);
    expect(table.find(({ count }) => count === 100)?.vault).to.be.at.most(10_600);
    matchesGasSnapshot(
      Object.fromEntries(
        table.flatMap((row) => [
          [`payout of ${row.count}`, row.vault],
          [`payout of ${row.count} in tokens`, row["vault, in tokens"]],
        ]),
      ),
    );
  });

  it("behavior: the first batch of a storage word costs what the word costs", async () => {
    const first = await perRecipient(100, (house, payments) => gasOf(pay(house, payments, batchId(2))));
    matchesGasSnapshot({ "payout of 100, first of its storage word": first });
  });
});

describe("gas of everything else", () => {
  if (hre.globalOptions.coverage) return;

  it("behavior: stays within its snapshot", async () => {
    const house = await freshHouse();
    const { vault, alice, bob } = house;
    const deposit = () => gasOf(vault.connect(alice).deposit({ value: COIN * GWEI }));
    const first = await deposit();
    const second = await deposit();
    const checkpoint = await gasOf(publish(house));
    const covered = await deposit();
    const register = await gasOf(payEntry(house, "register", await signEntry(house, "registration")));
    const retopup = await gasOf(payEntry(house, "retopup", await signEntry(house, "retopup")));
    const leaf = leafOf(bob, COIN);
    const others = freshAccounts(1_000).map((account) => ({ ...leaf, account, quanta: 1n }));
    const tree = await publishTree(house, [leaf, ...others]);
    await vault.connect(alice).deposit({ value: COIN * GWEI });
    await openExit(house);
    const exit = await gasOf(vault.connect(bob).exit(...exitArgs(tree, leaf, bob)));
    const exitDeposits = await gasOf(vault.connect(alice).exitDeposits(ethers.ZeroAddress, alice));
    const measured = {
      "deposit, the account's first": first,
      "deposit, its second before a checkpoint": second,
      "deposit, once a checkpoint covers the others": covered,
      register,
      retopup,
      publishCheckpoint: checkpoint,
      "exit out of 1,001 leaves": exit,
      exitDeposits,
    };
    console.table(measured);
    matchesGasSnapshot(measured);
  });
});

/** The gas of paying that many, all cold and existing, on a fresh chain; divided among them. */
async function perRecipient(
  count: number,
  measure: (house: House, payments: readonly PayoutEntry[]) => Promise<number>,
): Promise<number> {
  const house = await freshHouse();
  const payments = freshAccounts(count).map((account, index) => ({
    account,
    quanta: BASE_QUANTA + BigInt(index) * STEP_QUANTA,
  }));
  for (const { account } of payments) await networkHelpers.setBalance(account, 1n);
  return Math.round(((await measure(house, payments)) / count) * 10) / 10;
}

async function gasOfBatch(house: House, payments: readonly PayoutEntry[]): Promise<number> {
  const [warmUp] = freshAccounts(payments.length + 1).slice(-1);
  await pay(house, [{ account: warmUp!, quanta: 1n }], batchId(1));
  return gasOf(pay(house, payments, batchId(2)));
}

/** Every recipient holds some of the token already, as existing accounts do of coins. */
async function gasOfTokenBatch(_: House, payments: readonly PayoutEntry[]): Promise<number> {
  const { house, token, tokenAddress } = await houseWith("PlainToken");
  for (const { account } of payments) await token.mint(account, 1n);
  await pay(house, [{ account: asHex(house.bob.address), quanta: 1n }], batchId(1), tokenAddress);
  return gasOf(pay(house, payments, batchId(2), tokenAddress));
}

function gasOfPeer(name: PeerName) {
  return async (_: House, payments: readonly PayoutEntry[]): Promise<number> => {
    const peer = await deployPeer(name);
    const values = payments.map(({ quanta }) => quanta * GWEI);
    const value = values.reduce((sum, each) => sum + each, 0n);
    const recipients = payments.map(({ account }) => account);
    return gasOf(peer.disperse(recipients, values, { value }));
  };
}

async function pay(house: House, payments: readonly PayoutEntry[], id: Hex, token?: Hex) {
  return execute(house, await signBatch(house, payments, token ? { batchId: id, token } : { batchId: id }));
}

async function gasOf(sent: Sent): Promise<number> {
  return Number((await (await sent).wait()).gasUsed);
}

/** Ids that share a storage word, with as many non-zero bytes as a random one. */
function batchId(index: number): Hex {
  return asHex(ethers.concat([ethers.dataSlice(ethers.id("gas"), 0, 31), ethers.toBeHex(index, 1)]));
}
