import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import hre from "hardhat";
import { describe, it } from "mocha";
import { z } from "zod";
import { compileWithSolc } from "#test/contracts/support/solcBuild.ts";

const LAYOUT_FILE = new URL("vaultStorage.snapshot.txt", import.meta.url);
/** `STORAGE_SNAPSHOT=write` makes a run renew the file instead of comparing with it. */
const isRenewing = process.env.STORAGE_SNAPSHOT === "write";
/** What a chain takes at most, by EIP-170. */
const MOST_RUNTIME_BYTES = 24_576;

const Variable = z.object({ slot: z.string(), offset: z.int(), label: z.string(), type: z.string() });
const Type = z.object({
  label: z.string(),
  numberOfBytes: z.string(),
  members: z.array(Variable).optional(),
});
const Build = z.object({
  storageLayout: z.object({ storage: z.array(Variable), types: z.record(z.string(), Type) }),
});
type Layout = z.output<typeof Build>["storageLayout"];

describe("the vault's build", () => {
  it("behavior: its storage is laid out as in the snapshot", () => {
    const { storageLayout } = compileWithSolc({
      file: "contracts/Vault.sol",
      contract: "Vault",
      outputs: ["storageLayout"],
      shape: Build,
    });
    const rendered = render(storageLayout);
    if (isRenewing) writeFileSync(LAYOUT_FILE, rendered);
    const advice = "If that is meant: STORAGE_SNAPSHOT=write npx hardhat test mocha test/contracts/build.ts";
    expect(rendered, advice).to.equal(readFileSync(LAYOUT_FILE, "utf8"));
  });

  it("behavior: a chain takes its code", async () => {
    // Instrumented code is larger than the code that is deployed.
    if (hre.globalOptions.coverage) return;
    const { deployedBytecode } = await hre.artifacts.readArtifact("Vault");
    const bytes = (deployedBytecode.length - "0x".length) / 2;
    console.log(`      ${bytes} of ${MOST_RUNTIME_BYTES} bytes`);
    expect(bytes).to.be.below(MOST_RUNTIME_BYTES);
  });
});

/** One line per variable, and per member of each struct: slot, first byte, bytes, name and type. */
function render({ storage, types }: Layout): string {
  const line = ({ slot, offset, label, type }: z.output<typeof Variable>) => {
    const { label: typeName, numberOfBytes } = types[type]!;
    return `slot ${slot.padStart(3)}  byte ${String(offset).padStart(2)}  ${numberOfBytes.padStart(3)} bytes  ${label}: ${typeName}`;
  };
  const structs = Object.values(types)
    .filter(({ members }) => members !== undefined)
    .sort((a, b) => (a.label < b.label ? -1 : 1))
    .map(({ label, members }) => [label, ...(members ?? []).map(line), ""].join("\n"));
  return ["Vault", ...storage.map(line), "", ...structs].join("\n");
}
