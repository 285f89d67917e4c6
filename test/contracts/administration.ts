import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { type Deployed, deploy, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import {
  COIN,
  execute,
  freshHouse,
  type House,
  LIMITS,
  pay,
  signBatch,
} from "#test/contracts/support/house.ts";

const NEW_LIMITS = { batchCap: 10n * COIN, outflowCapacity: 20n * COIN, outflowRefillPerSecond: 2n };
const ADMIN_ROLE = 0n;
const DELAY_SECONDS = 172_800;

describe("deployment", () => {
  it("default", async () => {
    const { vault, manager, signer } = await freshHouse();
    expect(await vault.authority()).to.equal(await manager.getAddress());
    expect(await vault.signer()).to.equal(signer.address);
    expect(await vault.signerEpoch()).to.equal(1n);
    expect(await vault.PAYMENT_GAS()).to.equal(30_000n);
    expect(Object.values((await vault.outflowLimits(NATIVE_TOKEN)).toObject())).to.deep.equal(
      Object.values(LIMITS),
    );
    const { name, version, verifyingContract } = await vault.eip712Domain();
    expect([name, version, verifyingContract]).to.deep.equal(["Fairhouse", "1", await vault.getAddress()]);
  });

  it("error: ZeroAddress for no signer", async () => {
    const { vault, manager } = await freshHouse();
    const deployment = deploy("Vault", [await manager.getAddress(), ethers.ZeroAddress, LIMITS]);
    await expect(deployment).to.be.revertedWithCustomError(vault, "ZeroAddress");
  });

  it("error: InvalidLimits", async () => {
    const { vault, manager, signer } = await freshHouse();
    const limits = { ...LIMITS, batchCap: LIMITS.outflowCapacity + 1n };
    const deployment = deploy("Vault", [await manager.getAddress(), signer.address, limits]);
    await expect(deployment)
      .to.be.revertedWithCustomError(vault, "InvalidLimits")
      .withArgs(limits.batchCap, limits.outflowCapacity);
  });
});

describe("rotateSigner", () => {
  it("default", async () => {
    const { vault, signer, bob } = await freshHouse();
    await expect(vault.rotateSigner(bob))
      .to.emit(vault, "SignerRotated")
      .withArgs(signer.address, bob.address, 2n);
    expect(await vault.signer()).to.equal(bob.address);
    expect(await vault.signerEpoch()).to.equal(2n);
  });

  it("error: ZeroAddress", async () => {
    const { vault } = await freshHouse();
    await expect(vault.rotateSigner(ethers.ZeroAddress)).to.be.revertedWithCustomError(vault, "ZeroAddress");
  });
});

describe("pausing", () => {
  it("default", async () => {
    const { vault, guardian } = await freshHouse();
    const byGuardian = vault.connect(guardian);
    await expect(byGuardian.pauseDeposits()).to.emit(vault, "DepositsPauseChanged").withArgs(false, true);
    await expect(byGuardian.pausePayouts()).to.emit(vault, "PayoutsPauseChanged").withArgs(false, true);
    expect([await vault.depositsPaused(), await vault.payoutsPaused()]).to.deep.equal([true, true]);

    await expect(vault.unpauseDeposits()).to.emit(vault, "DepositsPauseChanged").withArgs(true, false);
    await expect(vault.unpausePayouts()).to.emit(vault, "PayoutsPauseChanged").withArgs(true, false);
    expect([await vault.depositsPaused(), await vault.payoutsPaused()]).to.deep.equal([false, false]);
  });

  it("behavior: one switch leaves the other alone", async () => {
    const { vault, guardian } = await freshHouse();
    await vault.connect(guardian).pausePayouts();
    expect(await vault.depositsPaused()).to.equal(false);
  });
});

describe("outflow limits", () => {
  it("default", async () => {
    const { vault } = await freshHouse();
    await expect(vault.setOutflowLimits(NATIVE_TOKEN, NEW_LIMITS))
      .to.emit(vault, "OutflowLimitsChanged")
      .withArgs(NATIVE_TOKEN, Object.values(LIMITS), Object.values(NEW_LIMITS));
    expect(await vault.outflowAvailable(NATIVE_TOKEN)).to.equal(NEW_LIMITS.outflowCapacity);
  });

  it("behavior: the outflow drains at the refill rate, down to nothing", async () => {
    const house = await freshHouse();
    await execute(house, await signBatch(house, [await pay(house.alice, 100n * COIN)]));
    expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(1_900n * COIN);
    await networkHelpers.time.increase(40);
    expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(1_940n * COIN);
    await networkHelpers.time.increase(1_000);
    expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(LIMITS.outflowCapacity);
  });

  it("behavior: a change of the rate does not reach into the past", async () => {
    const house = await freshHouse();
    await execute(house, await signBatch(house, [await pay(house.alice, 500n * COIN)]));
    await networkHelpers.time.increase(99);
    await house.vault.setOutflowLimits(NATIVE_TOKEN, { ...LIMITS, outflowRefillPerSecond: 0n });
    expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(1_600n * COIN);
  });

  it("behavior: a capacity below the level leaves nothing available", async () => {
    const house = await freshHouse();
    await execute(house, await signBatch(house, [await pay(house.alice, 500n * COIN)]));
    await house.vault.setOutflowLimits(NATIVE_TOKEN, NEW_LIMITS);
    expect(await house.vault.outflowAvailable(NATIVE_TOKEN)).to.equal(0n);
  });

  it("error: InvalidLimits", async () => {
    const { vault } = await freshHouse();
    const limits = { ...NEW_LIMITS, batchCap: NEW_LIMITS.outflowCapacity + 1n };
    const change = vault.setOutflowLimits(NATIVE_TOKEN, limits);
    await expect(change).to.be.revertedWithCustomError(vault, "InvalidLimits");
  });

  it("error: TokenNotListed", async () => {
    const { vault, bob } = await freshHouse();
    const change = vault.setOutflowLimits(bob.address, NEW_LIMITS);
    await expect(change).to.be.revertedWithCustomError(vault, "TokenNotListed").withArgs(bob.address);
  });
});

describe("roles", () => {
  it("error: AccessManagedUnauthorized for everybody without the role", async () => {
    const house = await freshHouse();
    const forbidden = [
      { caller: house.nobody, names: ["pauseDeposits", "pausePayouts"] },
      {
        caller: house.signer,
        names: ["rotateSigner", "setOutflowLimits", "unpauseDeposits", "unpausePayouts"],
      },
      {
        caller: house.guardian,
        names: ["rotateSigner", "setOutflowLimits", "unpauseDeposits", "unpausePayouts"],
      },
    ];
    for (const { caller, names } of forbidden) {
      for (const name of names) {
        const transaction = { to: house.vaultAddress, data: callData(house, name) };
        await expect(caller.sendTransaction(transaction))
          .to.be.revertedWithCustomError(house.vault, "AccessManagedUnauthorized")
          .withArgs(caller.address);
      }
    }
  });

  it("behavior: a delayed admin acts only after its delay", async () => {
    const house = await freshHouse();
    const delayed = await delayedAdmin(house);
    const data = callData(house, "rotateSigner");
    const manager = delayed.manager;

    const atOnce = house.vault.connect(house.bob).rotateSigner(house.alice);
    await expect(atOnce).to.be.revertedWithCustomError(manager, "AccessManagerNotScheduled");

    await manager.schedule(house.vaultAddress, data, 0);
    await networkHelpers.time.increase(DELAY_SECONDS - 10);
    await expect(manager.execute(house.vaultAddress, data)).to.be.revertedWithCustomError(
      manager,
      "AccessManagerNotReady",
    );
    await networkHelpers.time.increase(10);
    await expect(manager.execute(house.vaultAddress, data)).to.emit(house.vault, "SignerRotated");
  });

  it("behavior: the guardian pauses at once while the admin waits", async () => {
    const house = await freshHouse();
    await delayedAdmin(house);
    await expect(house.vault.connect(house.guardian).pausePayouts()).to.emit(
      house.vault,
      "PayoutsPauseChanged",
    );
  });

  it("behavior: nothing but batches and claims can take money out", async () => {
    const house = await freshHouse();
    const functions = house.vault.interface.fragments.filter((fragment) => fragment.type === "function");
    const moving = functions.map((fragment) => ethers.FunctionFragment.from(fragment));
    const changing = moving
      .filter(({ stateMutability }) => stateMutability !== "view")
      .map(({ name }) => name);
    expect(changing.sort()).to.deep.equal([
      "claimCredit",
      "deposit",
      "executeBatchPayouts",
      "pauseDeposits",
      "pausePayouts",
      "rotateSigner",
      "setAuthority",
      "setOutflowLimits",
      "unpauseDeposits",
      "unpausePayouts",
    ]);
  });
});

/** Hands the admin role to Bob, with a delay, and leaves nobody else with it. */
async function delayedAdmin(house: House): Promise<{ manager: Deployed<"schedule" | "execute"> }> {
  await house.manager.grantRole(ADMIN_ROLE, house.bob, DELAY_SECONDS);
  await house.manager.renounceRole(ADMIN_ROLE, house.admin);
  return { manager: house.manager.connect(house.bob) };
}

function callData(house: House, name: string): string {
  const args: Record<string, unknown[]> = {
    rotateSigner: [house.alice.address],
    setOutflowLimits: [NATIVE_TOKEN, NEW_LIMITS],
  };
  return house.vault.interface.encodeFunctionData(name, args[name] ?? []);
}
