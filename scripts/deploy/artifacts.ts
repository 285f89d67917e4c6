import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { glob, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Abi, Hex } from "viem";
import { z } from "zod";
import { withCompileLock } from "#scripts/deploy/compileLock.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const STAMP_FOLDER = `${ROOT}cache/`;
const STAMP_FILE = `${STAMP_FOLDER}compiled.sha256`;

/** Where Hardhat writes what it compiled, per contract that the scripts need. */
const ARTIFACT_FILES = {
  Vault: "artifacts/contracts/Vault.sol/Vault.json",
  FairnessRegistry: "artifacts/contracts/FairnessRegistry.sol/FairnessRegistry.json",
  AccessManager: "artifacts/@openzeppelin/contracts/access/manager/AccessManager.sol/AccessManager.json",
} as const;

export type ContractName = keyof typeof ARTIFACT_FILES;

export type Artifact = {
  readonly abi: Abi;
  readonly bytecode: Hex;
  /** What stands on chain after the deployment, with zeros where the constructor puts its immutables. */
  readonly deployedBytecode: Hex;
  /** Where those zeros are, in bytes. */
  readonly immutables: readonly { readonly start: number; readonly length: number }[];
  /** The source file's name in the compiler's input. */
  readonly inputSourceName: string;
  /** The name of the file in `artifacts/build-info` that holds the compiler's input. */
  readonly buildInfoId: string;
};

/** What the compiler was given, word for word, and which one it was. */
export type BuildInfo = {
  /** As explorers write it: `0.8.37+commit.f401782d`. */
  readonly solcLongVersion: string;
  readonly input: CompilerInput;
};

const compilerInput = z.object({
  language: z.string(),
  sources: z.record(z.string(), z.object({ content: z.string() })),
  settings: z.record(z.string(), z.unknown()),
});
export type CompilerInput = z.output<typeof compilerInput>;

const buildInfoShape = z.object({ solcLongVersion: z.string(), input: compilerInput });

const code = z.custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-f]+$/.test(value));
const reference = z.object({ start: z.int(), length: z.int() });

const artifactShape = z.object({
  abi: z.custom<Abi>((value) => Array.isArray(value)),
  bytecode: code,
  deployedBytecode: code,
  immutableReferences: z.record(z.string(), z.array(reference)),
  inputSourceName: z.string(),
  buildInfoId: z.string(),
});

export async function readArtifact(name: ContractName): Promise<Artifact> {
  const text = await readFile(ROOT + ARTIFACT_FILES[name], "utf8");
  const { immutableReferences, ...artifact } = artifactShape.parse(JSON.parse(text));
  return { ...artifact, immutables: Object.values(immutableReferences).flat() };
}

/** Every contract of a deployment. */
export async function readArtifacts(): Promise<Readonly<Record<ContractName, Artifact>>> {
  const [Vault, FairnessRegistry, AccessManager] = await Promise.all([
    readArtifact("Vault"),
    readArtifact("FairnessRegistry"),
    readArtifact("AccessManager"),
  ]);
  return { Vault, FairnessRegistry, AccessManager };
}

export async function readBuildInfo(buildInfoId: string): Promise<BuildInfo> {
  const text = await readFile(`${ROOT}artifacts/build-info/${buildInfoId}.json`, "utf8");
  return buildInfoShape.parse(JSON.parse(text));
}

/**
 * Compiles the contracts unless the artifacts at hand already come from the present sources.
 * Contents are compared, not file times, because a checkout sets times at will.
 */
export async function ensureCompiled(): Promise<void> {
  if (await isCompiled()) return;
  await mkdir(STAMP_FOLDER, { recursive: true });
  await withCompileLock(`${STAMP_FOLDER}compiling.lock`, async () => {
    if (await isCompiled()) return;
    await compile();
    await writeFile(STAMP_FILE, await stamp());
  });
}

async function isCompiled(): Promise<boolean> {
  return (await readText(STAMP_FILE)) === (await stamp());
}

async function compile(): Promise<void> {
  const cli = fileURLToPath(import.meta.resolve("hardhat/package.json")).replace(
    "package.json",
    "dist/src/cli.js",
  );
  await promisify(execFile)(process.execPath, [cli, "build", "--no-tests"], { cwd: ROOT });
}

/** One hash over the sources, the compiler's settings and the artifacts; absent files count as empty. */
async function stamp(): Promise<string> {
  const sources: string[] = [];
  for await (const source of glob("contracts/**/*.sol", { cwd: ROOT })) sources.push(source);
  const files = [
    ...sources.sort(),
    "hardhat.config.ts",
    "package-lock.json",
    ...Object.values(ARTIFACT_FILES),
  ];
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0${await readText(ROOT + file)}\0`);
  return hash.digest("hex");
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
