import { exitTest, fuzzTest, invariantTest, type PlantedBug } from "#scripts/mutate/plantedBug.ts";

/** Bugs in the way out. */
export const exitBugs: readonly PlantedBug[] = [
  {
    name: "a leaf exits again and again",
    file: "parts/Exit.sol",
    old: "isExited[token][leafHash] = true;",
    new: "",
    caughtBy: invariantTest("invariant_once"),
  },
  {
    name: "a leaf exits although its batch was paid",
    file: "parts/Exit.sol",
    old: "if (leaf.batchId != 0 && executed(leaf.batchId)) revert LeafWasPaid(leaf.batchId);",
    new: "",
    caughtBy: invariantTest("invariant_once"),
  },
  {
    name: "deposits exit again and again",
    file: "parts/Inflow.sol",
    old: "window.first = window.next;",
    new: "window.first = window.first;",
    caughtBy: exitTest("testFuzz_everyoneLeavesInFull"),
  },
  {
    name: "the first to leave take all",
    file: "parts/Exit.sol",
    old: "Math.min((quanta * books.exitPayable) / claims, reserve)",
    new: "Math.min(quanta, reserve)",
    caughtBy: exitTest("testFuzz_everyoneLeavesProRata"),
  },
  {
    name: "the exit pays from credits",
    file: "parts/Exit.sol",
    old: "Math.saturatingSub(_balanceAtExit(token), books.unclaimedCredits)",
    new: "_balanceAtExit(token)",
    caughtBy: invariantTest("invariant_solvency"),
  },
  {
    name: "the exit opens at any time",
    file: "parts/Exit.sol",
    old: "if (block.timestamp < availableAt) revert ExitNotAvailable(availableAt);",
    new: "",
    caughtBy: invariantTest("invariant_once"),
  },
  {
    name: "anybody takes anybody's leaf",
    file: "parts/Exit.sol",
    old: "if (leaf.account != msg.sender) revert NotTheAccount(msg.sender, leaf.account);",
    new: "",
    caughtBy: invariantTest("invariant_once"),
  },
  {
    name: "exits are paused with the payouts",
    file: "parts/Exit.sol",
    old: "if (leaf.account != msg.sender) revert",
    new: "if (payoutsPaused) revert PayoutsArePaused();\n        if (leaf.account != msg.sender) revert",
    caughtBy: invariantTest("invariant_bounds"),
  },
  {
    name: "batches run on once the exit is open",
    file: "parts/BatchPayouts.sol",
    old: "if (exitActive) revert ExitIsActive();",
    new: "",
    caughtBy: invariantTest("invariant_once"),
  },
  {
    name: "the tree's sum is not compared with the total",
    file: "libraries/SumTree.sol",
    old: "return hash == root && sum == total;",
    new: "return hash == root;",
    caughtBy: fuzzTest("testFuzz_treeMustSumToTotal"),
  },
  {
    name: "the tree's root is not compared",
    file: "libraries/SumTree.sol",
    old: "return hash == root && sum == total;",
    new: "return sum == total;",
    caughtBy: invariantTest("invariant_once"),
  },
];
