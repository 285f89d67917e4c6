// Generated from the compiled contracts by `npm run generate`; edits are overwritten.
export const fairnessRegistryAbi = [
  {
    inputs: [{ name: "accessManager", type: "address" }],
    stateMutability: "nonpayable",
    type: "constructor",
  },
  {
    inputs: [{ name: "authority", type: "address" }],
    name: "AccessManagedInvalidAuthority",
    type: "error",
  },
  {
    inputs: [{ name: "caller", type: "address" }, { name: "delay", type: "uint32" }],
    name: "AccessManagedRequiredDelay",
    type: "error",
  },
  { inputs: [{ name: "caller", type: "address" }], name: "AccessManagedUnauthorized", type: "error" },
  {
    inputs: [
      { name: "kind", type: "bytes32" },
      { name: "epoch", type: "uint64" },
      { name: "expected", type: "uint64" },
    ],
    name: "NotNextEpoch",
    type: "error",
  },
  {
    inputs: [{ name: "kind", type: "bytes32" }, { name: "epoch", type: "uint64" }],
    name: "ZeroRoot",
    type: "error",
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, name: "kind", type: "bytes32" },
      { indexed: true, name: "epoch", type: "uint64" },
      { indexed: false, name: "root", type: "bytes32" },
    ],
    name: "Anchored",
    type: "event",
  },
  {
    anonymous: false,
    inputs: [{ indexed: false, name: "authority", type: "address" }],
    name: "AuthorityUpdated",
    type: "event",
  },
  {
    inputs: [
      { name: "kind", type: "bytes32" },
      { name: "epoch", type: "uint64" },
      { name: "root", type: "bytes32" },
    ],
    name: "anchor",
    outputs: [],
    stateMutability: "nonpayable",
    type: "function",
  },
  {
    inputs: [],
    name: "authority",
    outputs: [{ name: "", type: "address" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [],
    name: "isConsumingScheduledOp",
    outputs: [{ name: "", type: "bytes4" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ name: "kind", type: "bytes32" }],
    name: "lastEpochOf",
    outputs: [{ name: "", type: "uint64" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ name: "kind", type: "bytes32" }, { name: "epoch", type: "uint64" }],
    name: "rootOf",
    outputs: [{ name: "", type: "bytes32" }],
    stateMutability: "view",
    type: "function",
  },
  {
    inputs: [{ name: "newAuthority", type: "address" }],
    name: "setAuthority",
    outputs: [],
    stateMutability: "nonpayable",
    type: "function",
  },
] as const;
