import { expect } from "chai";
import { describe, it } from "mocha";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { publish } from "#test/contracts/support/checkpoints.ts";
import { type Deployed, ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { COIN, freshHouse, type House, ROLES } from "#test/contracts/support/house.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

const NEW_LIMITS = { batchCap: 10n * COIN, outflowCapacity: 20n * COIN, outflowRefillPerSecond: 2n };
const ADMIN_ROLE = 0n;
const DELAY_SECONDS = 172_800;

const GUARDIAN = ["pauseEntries", "pausePayouts"];
const OPERATOR = ["publishCheckpoint"];
const TREASURY = ["treasuryTransfer"];
const ADMIN = ["rotateSigner", "setOutflowLimits", "listToken", "unpauseEntries", "unpausePayouts"];

describe("roles", () => {
  it("error: AccessManagedUnauthorized for everybody without the role", async () => {
    const house = await freshHouse();
    const forbidden = [
      { caller: house.nobody, names: [...GUARDIAN, ...OPERATOR, ...TREASURY, ...ADMIN] },
      { caller: house.signer, names: [...GUARDIAN, ...OPERATOR, ...TREASURY, ...ADMIN] },
      { caller: house.guardian, names: [...OPERATOR, ...TREASURY, ...ADMIN] },
      { caller: house.operator, names: [...GUARDIAN, ...TREASURY, ...ADMIN] },
      { caller: house.treasurer, names: [...GUARDIAN, ...OPERATOR, ...ADMIN] },
      { caller: house.admin, names: [...GUARDIAN, ...OPERATOR, ...TREASURY] },
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

  it("behavior: a delayed treasury takes only after its delay", async () => {
    const house = await freshHouse();
    const { manager, vault, treasurer, vaultAddress } = house;
    await manager.grantRole(ROLES.treasury, treasurer, DELAY_SECONDS);
    const data = callData(house, "treasuryTransfer");
    const atOnce = treasurer.sendTransaction({ to: vaultAddress, data });
    await expect(atOnce).to.be.revertedWithCustomError(manager, "AccessManagerNotScheduled");

    await manager.connect(treasurer).schedule(vaultAddress, data, 0);
    await networkHelpers.time.increase(DELAY_SECONDS);
    await publish(house);
    await expect(manager.connect(treasurer).execute(vaultAddress, data)).to.emit(
      vault,
      "TreasuryTransferred",
    );
  });

  it("behavior: these functions can change anything, and no others", async () => {
    const house = await freshHouse();
    const functions = house.vault.interface.fragments.filter((fragment) => fragment.type === "function");
    const changing = functions
      .map((fragment) => ethers.FunctionFragment.from(fragment))
      .filter(({ stateMutability }) => stateMutability !== "view")
      .map(({ name }) => name);
    const byAnyone = ["deposit", "depositToken", "executeBatchPayouts", "activateExit"];
    const byTheAccount = ["register", "retopup", "claimCredit", "exit", "exitDeposits"];
    const byTheAuthority = ["setAuthority"];
    expect(changing.sort()).to.deep.equal(
      [
        ...byAnyone,
        ...byTheAccount,
        ...byTheAuthority,
        ...GUARDIAN,
        ...OPERATOR,
        ...TREASURY,
        ...ADMIN,
      ].sort(),
    );
  });

  matchesTree(new URL("roles.tree", import.meta.url));
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
    listToken: [house.bob.address, 1n, NEW_LIMITS],
    publishCheckpoint: [NATIVE_TOKEN, 2, ethers.ZeroHash, 0, 0, 0],
    treasuryTransfer: [NATIVE_TOKEN, house.bob.address, 1n],
  };
  return house.vault.interface.encodeFunctionData(name, args[name] ?? []);
}
