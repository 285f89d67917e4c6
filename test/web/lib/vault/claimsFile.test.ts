import { describe, expect, test } from "vitest";
import { writeLeavesFile } from "#domain/api/leavesFile.ts";
import { ALICE, LEAVES, place, proofFile, published, tree } from "#test/web/support/claims.ts";
import { claimedQuanta, claimsOfProof } from "@/lib/vault/balanceClaims";
import {
  ClaimsFileUnreadable,
  LeavesFileChanged,
  ProofFileChanged,
  readClaimsFile,
} from "@/lib/vault/claimsFile";
import { judgeClaims } from "@/lib/vault/judgeClaims";

const leavesFile = () => writeLeavesFile({ place: place(), leaves: tree().leaves });

describe("readClaimsFile", () => {
  test("default", () => {
    const file = readClaimsFile(JSON.stringify(proofFile(), null, 2));
    expect(file).toMatchObject({ kind: "proof", claims: { account: ALICE } });
    expect(file.kind === "proof" && claimedQuanta(file.claims)).toBe(2_000_000_000n);
  });

  test("behavior: from everybody's leaves any account's proof follows", () => {
    const file = readClaimsFile(leavesFile());
    if (file.kind !== "leaves") throw new Error("it is a leaves file");
    expect(file.leafCount).toBe(LEAVES.length);
    expect(file.claimsOf(ALICE)).toEqual(claimsOfProof(proofFile()));
    expect(judgeClaims(file.claimsOf(ALICE), published())).toBe("proven");
  });

  test("error: ProofFileChanged", () => {
    const file = proofFile();
    const [free, ...others] = file.leaves;
    const richer = { ...file, leaves: [{ ...free!, quanta: "1750000001" }, ...others] };
    expect(() => readClaimsFile(JSON.stringify(richer))).toThrow(ProofFileChanged);
  });

  test("error: LeavesFileChanged", () => {
    expect(() => readClaimsFile(leavesFile().replace('"1750000000"', '"1750000001"'))).toThrow(
      LeavesFileChanged,
    );
  });

  test("error: ClaimsFileUnreadable", () => {
    for (const text of ["", "{}", "no JSON", JSON.stringify(proofFile()).slice(0, -9), "[1]"])
      expect(() => readClaimsFile(text)).toThrow(ClaimsFileUnreadable);
    const lines = leavesFile().split("\n");
    expect(() => readClaimsFile(lines.slice(0, -2).join("\n"))).toThrow(ClaimsFileUnreadable);
  });
});
