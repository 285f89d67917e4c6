import { fileURLToPath } from "node:url";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

/** One compiler for every profile: the bytecode that is tested is the bytecode that is deployed. */
const solc = {
  version: "0.8.37",
  // The compiler comes from npm and its lockfile, not from a download at build time.
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: {
    optimizer: { enabled: true, runs: 1_000_000 },
    viaIR: true,
    evmVersion: "cancun",
  },
};

/** `FUZZ=long` runs the same properties longer; the default fits in a commit check. */
const isLongFuzz = process.env.FUZZ === "long";

/** Counting what runs makes contracts larger than a chain would take; what is deployed is measured without it. */
const isCoverage = process.argv.includes("--coverage");

export default defineConfig({
  plugins: [toolbox],
  solidity: {
    profiles: { default: solc, production: solc },
    npmFilesToBuild: ["@openzeppelin/contracts/access/manager/AccessManager.sol"],
    splitTestsCompilation: true,
  },
  paths: { tests: "test/contracts" },
  typechain: { outDir: "cache/typechain" },
  networks: {
    default: {
      type: "edr-simulated",
      chainType: "l1",
      hardfork: "cancun",
      allowUnlimitedContractSize: isCoverage,
    },
  },
  test: {
    solidity: {
      fuzz: { runs: isLongFuzz ? 10_000 : 256, seed: "0x66616972686f757365" },
      invariant: { runs: isLongFuzz ? 2_000 : 256, depth: isLongFuzz ? 500 : 100, failOnRevert: true },
    },
  },
});
