import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";

const FILE = new URL("../gas.snapshot.json", import.meta.url);
/** What may be more than in the snapshot before a test fails: growth that somebody should have noticed. */
const MOST_GROWTH_PERCENT = 0.5;
/** `GAS_SNAPSHOT=write` makes a run renew the file instead of comparing with it. */
const isRenewing = process.env.GAS_SNAPSHOT === "write";

/** Compares gas, by name, with the committed snapshot, or renews it. */
export function matchesGasSnapshot(measured: Readonly<Record<string, number>>): void {
  if (isRenewing) renew(measured);
  const snapshot: Record<string, number> = JSON.parse(readFileSync(FILE, "utf8"));
  const grown = Object.entries(measured)
    .filter(([name, gas]) => gas > (snapshot[name] ?? 0) * (1 + MOST_GROWTH_PERCENT / 100))
    .map(([name, gas]) => `${name}: ${gas} gas, ${snapshot[name] ?? "nothing"} in the snapshot`);
  const advice =
    "If that is meant, renew it: GAS_SNAPSHOT=write npx hardhat test mocha test/contracts/gas.ts";
  expect(grown, `${advice}\n`).to.deep.equal([]);
}

function renew(measured: Readonly<Record<string, number>>): void {
  const before: Record<string, number> = JSON.parse(readFileSync(FILE, "utf8"));
  writeFileSync(FILE, `${JSON.stringify({ ...before, ...measured }, null, 2)}\n`);
}
