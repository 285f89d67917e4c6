import base from "../../hardhat.config.ts";

const solidity = { ...base.test?.solidity };
const invariant =
  "invariant" in solidity && typeof solidity.invariant === "object" ? { ...solidity.invariant } : {};

/** The repository's settings, but a failing sequence of calls is not made shorter: here it only has to fail. */
export default {
  ...base,
  test: { solidity: { ...solidity, invariant: { ...invariant, shrinkRunLimit: 0 } } },
};
