import { fuzzTest, invariantTest, type PlantedBug, unitTest } from "#scripts/mutate/plantedBug.ts";

/** Bugs in how money comes in, and in what the vault remembers of it. */
export const entryBugs: readonly PlantedBug[] = [
  {
    name: "an entry's nonce can be used again",
    file: "parts/Entries.sol",
    old: "if (intent.nonce != nonce) revert WrongEntryNonce(intent.nonce, nonce);",
    new: "",
    caughtBy: invariantTest("invariant_once"),
  },
  {
    name: "an entry is signed by another type",
    file: "parts/Signer.sol",
    old: '"EntryIntent(uint8 kind,address account,address sponsor,uint256 amount,bytes32 placementHint,"',
    new: '"EntryIntent(uint8 kind,address account,address sponsor,uint256 price,bytes32 placementHint,"',
    caughtBy: unitTest("register", "default"),
  },
  {
    name: "earlier payments are forgotten with the next one",
    file: "parts/Inflow.sol",
    old: "if (first == next) return (0, 0);",
    new: "return (0, 0);",
    caughtBy: invariantTest("invariant_solvency"),
  },
  {
    name: "a payment that the cut runs through counts in full",
    file: "parts/Inflow.sol",
    old: "quanta += Math.min(payment.quanta, payment.end - covered);",
    new: "quanta += payment.quanta;",
    caughtBy: fuzzTest("testFuzz_everyCutIsRemembered"),
  },
  {
    name: "entries do not count as owed",
    file: "parts/Inflow.sol",
    old: "books.entered = SafeCast.toUint120(payment.end);",
    new: "",
    caughtBy: invariantTest("invariant_solvency"),
  },
  {
    name: "a fee on transfer is accepted",
    file: "parts/Deposits.sol",
    old: "if (received != amount) revert AmountNotReceived(received, amount);",
    new: "",
    caughtBy: unitTest("hostileTokens", "error: AmountNotReceived for a deposit"),
  },
];
