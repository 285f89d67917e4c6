import { expect } from "chai";
import type { Contract } from "ethers";
import { describe, it } from "mocha";
import { ethers, networkHelpers } from "#test/contracts/support/deploy.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

const OPERATOR_ROLE = 2n;
const KIND = ethers.id("SERVER_SEEDS");
const OTHER_KIND = ethers.id("PAYTABLES");
const ROOT = ethers.id("root");
const OTHER_ROOT = ethers.id("another root");

describe("fairnessRegistry", () => {
  matchesTree(new URL("./fairnessRegistry.tree", import.meta.url));

  it("error: AccessManagedUnauthorized for everybody without the role", async () => {
    const { registry, nobody, admin } = await freshRegistry();
    for (const caller of [nobody, admin]) {
      await expect(call(registry.connect(caller), "anchor", KIND, 1n, ROOT))
        .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
        .withArgs(caller.address);
    }
  });

  it("error: NotNextEpoch for an epoch that was anchored", async () => {
    const { registry } = await freshRegistry();
    await call(registry, "anchor", KIND, 1n, ROOT);
    await expect(call(registry, "anchor", KIND, 1n, OTHER_ROOT))
      .to.be.revertedWithCustomError(registry, "NotNextEpoch")
      .withArgs(KIND, 1n, 2n);
    expect(await call(registry, "rootOf", KIND, 1n)).to.equal(ROOT);
  });

  it("error: NotNextEpoch for a gap", async () => {
    const { registry } = await freshRegistry();
    await expect(call(registry, "anchor", KIND, 2n, ROOT))
      .to.be.revertedWithCustomError(registry, "NotNextEpoch")
      .withArgs(KIND, 2n, 1n);
  });

  it("error: NotNextEpoch for epoch zero", async () => {
    const { registry } = await freshRegistry();
    await expect(call(registry, "anchor", KIND, 0n, ROOT))
      .to.be.revertedWithCustomError(registry, "NotNextEpoch")
      .withArgs(KIND, 0n, 1n);
  });

  it("error: ZeroRoot", async () => {
    const { registry } = await freshRegistry();
    await expect(call(registry, "anchor", KIND, 1n, ethers.ZeroHash))
      .to.be.revertedWithCustomError(registry, "ZeroRoot")
      .withArgs(KIND, 1n);
    expect(await call(registry, "lastEpochOf", KIND)).to.equal(0n);
  });

  it("default", async () => {
    const { registry } = await freshRegistry();
    await expect(call(registry, "anchor", KIND, 1n, ROOT))
      .to.emit(registry, "Anchored")
      .withArgs(KIND, 1n, ROOT);
    await expect(call(registry, "anchor", KIND, 2n, OTHER_ROOT))
      .to.emit(registry, "Anchored")
      .withArgs(KIND, 2n, OTHER_ROOT);
    expect(await call(registry, "rootOf", KIND, 1n)).to.equal(ROOT);
    expect(await call(registry, "rootOf", KIND, 2n)).to.equal(OTHER_ROOT);
    expect(await call(registry, "lastEpochOf", KIND)).to.equal(2n);
  });

  it("behavior: kinds count their epochs apart", async () => {
    const { registry } = await freshRegistry();
    await call(registry, "anchor", KIND, 1n, ROOT);
    await call(registry, "anchor", OTHER_KIND, 1n, OTHER_ROOT);
    expect(await call(registry, "rootOf", KIND, 1n)).to.equal(ROOT);
    expect(await call(registry, "rootOf", OTHER_KIND, 1n)).to.equal(OTHER_ROOT);
  });

  it("behavior: an epoch that was not anchored has no root", async () => {
    const { registry } = await freshRegistry();
    expect(await call(registry, "rootOf", KIND, 1n)).to.equal(ethers.ZeroHash);
    expect(await call(registry, "lastEpochOf", KIND)).to.equal(0n);
  });

  it("behavior: nothing but the operator's anchor changes it", async () => {
    const { registry } = await freshRegistry();
    const functions = registry.interface.fragments.filter((fragment) => fragment.type === "function");
    const changing = functions
      .map((fragment) => ethers.FunctionFragment.from(fragment))
      .filter(({ stateMutability }) => stateMutability !== "view")
      .map(({ name }) => name);
    expect(changing.sort()).to.deep.equal(["anchor", "setAuthority"]);
  });
});

/** A registry that its operator speaks to, unless a test connects another caller. */
async function deployRegistry() {
  const [admin, operator, nobody] = await ethers.getSigners();
  const manager = await ethers.deployContract("AccessManager", [admin!.address]);
  const deployed = await ethers.deployContract("FairnessRegistry", [await manager.getAddress()]);
  const selector = deployed.interface.getFunction("anchor")!.selector;
  await call(manager, "setTargetFunctionRole", await deployed.getAddress(), [selector], OPERATOR_ROLE);
  await call(manager, "grantRole", OPERATOR_ROLE, operator!.address, 0);
  return { registry: deployed.connect(operator!) as Contract, admin: admin!, nobody: nobody! };
}

function freshRegistry() {
  return networkHelpers.loadFixture(deployRegistry);
}

function call(contract: unknown, name: string, ...args: unknown[]) {
  return (contract as Contract).getFunction(name)(...args);
}
