import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Address, encodeAbiParameters } from "viem";
import {
  type Artifact,
  type BuildInfo,
  type ContractName,
  readBuildInfo,
} from "#scripts/deploy/artifacts.ts";
import { matchCode } from "#scripts/deploy/bytecode.ts";
import type { DeployerChain } from "#scripts/deploy/deployerChain.ts";
import { VerificationMismatch } from "#scripts/deploy/errors.ts";
import type { DeploymentPlan } from "#scripts/deploy/plan.ts";
import { recompile } from "#scripts/deploy/recompile.ts";
import { writeFileAtomic } from "#scripts/runtime/atomicFile.ts";

const PUBLIC_FILE = 0o644;
const CONTRACTS: readonly ContractName[] = ["AccessManager", "FairnessRegistry", "Vault"];

/** What an explorer asks for to verify one contract; the standard JSON input lies beside it. */
type ContractVerification = {
  readonly contract: ContractName;
  readonly address: Address;
  /** File and contract, as explorers write it. */
  readonly fullyQualifiedName: string;
  readonly compilerVersion: string;
  readonly standardInput: string;
  /** ABI-encoded, without 0x. */
  readonly constructorArguments: string;
};

/**
 * Writes, for every contract of a deployment, what an explorer needs to verify its source, and proves it first: the
 * compiler is run on exactly that input, and must give the code that stands on chain.
 * @returns the folder's files. @throws VerificationMismatch
 */
export async function writeVerification(input: {
  folder: string;
  chain: Pick<DeployerChain, "codeAt">;
  plan: DeploymentPlan;
  artifacts: Readonly<Record<ContractName, Artifact>>;
}): Promise<string[]> {
  const { folder, plan, artifacts } = input;
  const builds = await readBuilds(artifacts);
  const contracts = builds.flatMap(({ id, build, names }) =>
    names.map((name) =>
      verificationOf({ name, plan, build, artifact: artifacts[name], standardInput: `${id}.json` }),
    ),
  );
  const files = [
    ...builds.map(
      ({ id, build }) => [join(folder, `${id}.json`), `${JSON.stringify(build.input)}\n`] as const,
    ),
    [join(folder, "contracts.json"), `${JSON.stringify(contracts, null, 2)}\n`] as const,
  ];
  // It is written only once it is proven, so there is nothing to prove again when it lies there.
  if (!(await isWritten(files))) {
    for (const build of builds) await requireSameCode({ ...input, ...build });
    for (const [path, content] of files) await writeFileAtomic(path, content, PUBLIC_FILE);
  }
  return files.map(([path]) => path);
}

type UsedBuild = {
  readonly id: string;
  readonly build: BuildInfo;
  /** The contracts that come from it. */
  readonly names: readonly ContractName[];
};

async function readBuilds(artifacts: Readonly<Record<ContractName, Artifact>>): Promise<UsedBuild[]> {
  const ids = [...new Set(CONTRACTS.map((name) => artifacts[name].buildInfoId))];
  return Promise.all(
    ids.map(async (id) => ({
      id,
      build: await readBuildInfo(id),
      names: CONTRACTS.filter((name) => artifacts[name].buildInfoId === id),
    })),
  );
}

async function isWritten(files: readonly (readonly [path: string, content: string])[]): Promise<boolean> {
  for (const [path, content] of files) {
    if ((await readFile(path, "utf8").catch(() => undefined)) !== content) return false;
  }
  return true;
}

function verificationOf(input: {
  name: ContractName;
  plan: DeploymentPlan;
  build: BuildInfo;
  artifact: Artifact;
  standardInput: string;
}): ContractVerification {
  const { name, plan, build, artifact, standardInput } = input;
  const step = plan.steps.find(({ id }) => id === name);
  const inputs = artifact.abi.find((item) => item.type === "constructor")?.inputs ?? [];
  return {
    contract: name,
    address: plan.contracts[name],
    fullyQualifiedName: `${artifact.inputSourceName}:${name}`,
    compilerVersion: `v${build.solcLongVersion}`,
    standardInput,
    constructorArguments: encodeAbiParameters(inputs, step?.args ?? []).slice(2),
  };
}

async function requireSameCode(input: {
  build: BuildInfo;
  names: readonly ContractName[];
  chain: Pick<DeployerChain, "codeAt">;
  plan: DeploymentPlan;
  artifacts: Readonly<Record<ContractName, Artifact>>;
}): Promise<void> {
  const { build, names, chain, plan, artifacts } = input;
  const compiled = recompile(
    build,
    names.map((name) => [name, artifacts[name].inputSourceName]),
  );
  for (const name of names) {
    const address = plan.contracts[name];
    const code = compiled[name];
    if (code !== undefined && matchCode(await chain.codeAt(address), code) === "identical") continue;
    throw new VerificationMismatch(
      `Compiling the verification input does not give the code of ${name} at ${address}: check out the sources that were deployed, and run the same command again.`,
    );
  }
}
