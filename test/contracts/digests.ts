import { expect } from "chai";
import { describe, it } from "mocha";
import { hashTypedData } from "viem";
import { entryIntentDigest } from "#domain/chain/entryIntentDigest.ts";
import { payoutBatchDigest } from "#domain/chain/payoutBatchDigest.ts";
import { entryIntentTypes, payoutBatchTypes, vaultDomain } from "#domain/chain/typedData.ts";
import { ethers } from "#test/contracts/support/deploy.ts";
import { signEntry } from "#test/contracts/support/entries.ts";
import { asHex, COIN, freshHouse, type House, pay, signBatch } from "#test/contracts/support/house.ts";

describe("EIP-712 digests", () => {
  it("behavior: vault, house, ethers and viem agree on a batch", async () => {
    const house = await freshHouse();
    const { batch } = await signBatch(house, [await pay(house.alice, COIN)]);
    const domain = await domainOf(house);
    const types = { PayoutBatch: [...payoutBatchTypes.PayoutBatch] };
    const digest = await house.vault.payoutBatchDigest(batch);
    expect(payoutBatchDigest(domain, batch)).to.equal(digest);
    expect(ethers.TypedDataEncoder.hash(domain, types, batch)).to.equal(digest);
    expect(hashTypedData({ domain, types, primaryType: "PayoutBatch", message: batch })).to.equal(digest);
  });

  it("behavior: vault, house, ethers and viem agree on an entry", async () => {
    const house = await freshHouse();
    const { intent } = await signEntry(house, "registration", { nonce: 7n });
    const domain = await domainOf(house);
    const types = { EntryIntent: [...entryIntentTypes.EntryIntent] };
    const digest = await house.vault.entryIntentDigest(intent);
    expect(entryIntentDigest(domain, intent)).to.equal(digest);
    expect(ethers.TypedDataEncoder.hash(domain, types, intent)).to.equal(digest);
    expect(hashTypedData({ domain, types, primaryType: "EntryIntent", message: intent })).to.equal(digest);
  });
});

async function domainOf({ vaultAddress }: House) {
  const { chainId } = await ethers.provider.getNetwork();
  return vaultDomain(Number(chainId), asHex(vaultAddress.toLowerCase()));
}
