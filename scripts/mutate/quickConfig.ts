import { fileURLToPath } from "node:url";
import solcPackage from "solc/package.json" with { type: "json" };
import base from "../../hardhat.config.ts";

const compiling = typeof base.solidity === "object" ? { ...base.solidity } : {};
const testing = { ...base.test?.solidity };
const invariant =
  "invariant" in testing && typeof testing.invariant === "object" ? { ...testing.invariant } : {};

/** The older of the compiler's two pipelines takes a fifth of the time; a bug in the source is a bug in both. */
const quickSolc = {
  version: solcPackage.version,
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: { optimizer: { enabled: true, runs: 200 }, evmVersion: "cancun" },
};

/** The repository's settings, made quick. A failing sequence of calls is not made shorter: here it only has to fail. */
export default {
  ...base,
  solidity: { ...compiling, profiles: { default: quickSolc, production: quickSolc } },
  test: { solidity: { ...testing, invariant: { ...invariant, shrinkRunLimit: 0 } } },
};
