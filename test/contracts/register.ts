import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { deploy, networkHelpers } from "#test/contracts/support/deploy.ts";
import {
  expectEntryRefused,
  expectLiesRefused,
  PLACEMENT_HINT,
  PRICE,
  payEntry,
  registerAlice,
  signEntry,
} from "#test/contracts/support/entries.ts";
import { openExit } from "#test/contracts/support/hostileHouse.ts";
import { asHex, FUNDS, freshHouse, GWEI } from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

const FOREVER = 2n ** 64n - 1n;

describe("register", () => {
  it("error: EntriesArePaused", async () => {
    const house = await freshHouse();
    const signed = await signEntry(house, "registration");
    await house.vault.connect(house.guardian).pauseEntries();
    await expectEntryRefused(house, "register", signed, "EntriesArePaused");
  });

  it("error: ExitIsActive", async () => {
    const house = await freshHouse();
    const signed = await signEntry(house, "registration", { deadline: FOREVER });
    await openExit(house);
    await expectEntryRefused(house, "register", signed, "ExitIsActive");
  });

  it("error: WrongEntryKind", async () => {
    const house = await freshHouse();
    await expectEntryRefused(house, "register", await signEntry(house, "retopup"), "WrongEntryKind", 2, 1);
  });

  it("error: NotTheAccount", async () => {
    const house = await freshHouse();
    const signed = await signEntry(house, "registration", { account: asHex(house.bob.address) });
    await expectEntryRefused(
      house,
      "register",
      signed,
      "NotTheAccount",
      house.alice.address,
      house.bob.address,
    );
  });

  it("error: EntryExpired", async () => {
    const house = await freshHouse();
    const signed = await signEntry(house, "registration");
    const after = signed.intent.deadline + 1n;
    await networkHelpers.time.setNextBlockTimestamp(after);
    await expectEntryRefused(house, "register", signed, "EntryExpired", signed.intent.deadline, after);
  });

  it("error: StaleSignerEpoch", async () => {
    const house = await freshHouse();
    const signed = await signEntry(house, "registration");
    await house.vault.rotateSigner(house.signer);
    await expectEntryRefused(house, "register", signed, "StaleSignerEpoch", 1, 2);
    await expectEntryRefused(
      house,
      "register",
      await signEntry(house, "registration", { signerEpoch: 3n }),
      "StaleSignerEpoch",
    );
  });

  it("error: ZeroAmount", async () => {
    const house = await freshHouse();
    await expectEntryRefused(
      house,
      "register",
      await signEntry(house, "registration", { amount: 0n }),
      "ZeroAmount",
    );
  });

  it("error: WrongEntryAmount for more or less than the price", async () => {
    const house = await freshHouse();
    const signed = await signEntry(house, "registration");
    for (const quanta of [0n, PRICE - 1n, PRICE + 1n]) {
      await expect(payEntry(house, "register", signed, quanta * GWEI))
        .to.be.revertedWithCustomError(house.vault, "WrongEntryAmount")
        .withArgs(quanta, PRICE);
    }
  });

  it("error: NotWholeQuanta", async () => {
    const house = await freshHouse();
    const payment = payEntry(house, "register", await signEntry(house, "registration"), PRICE * GWEI + 1n);
    await expect(payment).to.be.revertedWithCustomError(house.vault, "NotWholeQuanta");
  });

  it("error: InvalidSignature for every lie, other key, chain, vault and form", async () => {
    await expectLiesRefused(await freshHouse(), "register", "registration");
  });

  it("error: AlreadyRegistered", async () => {
    const house = await freshHouse();
    const signed = await registerAlice(house);
    await expectEntryRefused(house, "register", signed, "AlreadyRegistered", house.alice.address);
    const again = await signEntry(house, "registration");
    await expectEntryRefused(house, "register", again, "AlreadyRegistered", house.alice.address);
  });

  it("error: WrongEntryNonce", async () => {
    const house = await freshHouse();
    const signed = await signEntry(house, "registration", { nonce: 1n });
    await expectEntryRefused(house, "register", signed, "WrongEntryNonce", 1, 0);
  });

  it("default", async () => {
    const house = await freshHouse();
    const { vault, alice, bob } = house;
    expect(await vault.isRegistered(alice)).to.equal(false);
    const signed = await signEntry(house, "registration");
    const registration = await payEntry(house, "register", signed);
    await expect(registration)
      .to.emit(vault, "RegistrationAccepted")
      .withArgs(alice.address, bob.address, PRICE, PLACEMENT_HINT, 0n);
    await expect(registration).to.not.emit(vault, "Deposited");
    expect(await vault.isRegistered(alice)).to.equal(true);
    expect(await vault.entryNonceOf(alice)).to.equal(1n);
    expect(await vault.enteredTotal(NATIVE_TOKEN)).to.equal(FUNDS + PRICE);
    expect(await vault.uncoveredDepositsOf(alice, NATIVE_TOKEN)).to.equal(PRICE);
  });

  it("behavior: accepts a contract signer", async () => {
    const house = await freshHouse();
    await house.vault.rotateSigner(await deploy("ContractSigner", [house.bob.address]));
    const signed = await signEntry(house, "registration", { signer: house.bob });
    await expect(payEntry(house, "register", signed)).to.emit(house.vault, "RegistrationAccepted");
  });

  it("behavior: still works while payouts are paused", async () => {
    const house = await freshHouse();
    await house.vault.connect(house.guardian).pausePayouts();
    const signed = await signEntry(house, "registration");
    await expect(payEntry(house, "register", signed)).to.emit(house.vault, "RegistrationAccepted");
  });

  matchesTree(new URL("register.tree", import.meta.url));
});
