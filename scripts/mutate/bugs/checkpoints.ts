import { invariantTest, type PlantedBug } from "#scripts/mutate/plantedBug.ts";

/** Bugs in what the house owes by its checkpoints, and in what it may take. */
export const checkpointBugs: readonly PlantedBug[] = [
  {
    name: "an insolvent checkpoint is published",
    file: "parts/Checkpoints.sol",
    old: "if (owed > balance) revert Insolvent(owed, balance);",
    new: "",
    caughtBy: invariantTest("invariant_solvency"),
  },
  {
    name: "a checkpoint's epoch can be any",
    file: "parts/Checkpoints.sol",
    old: "if (epoch != expected) revert WrongCheckpointEpoch(epoch, expected);",
    new: "",
    caughtBy: invariantTest("invariant_once"),
  },
  {
    name: "what was paid since the cut is still owed",
    file: "parts/Liabilities.sol",
    old: "Math.saturatingSub(books.checkpointTotal, executedSince)",
    new: "Math.saturatingSub(books.checkpointTotal, executedSince - executedSince)",
    caughtBy: invariantTest("invariant_solvency"),
  },
  {
    name: "what came in since the cut is not owed",
    file: "parts/Liabilities.sol",
    old: "uint256 enteredSince = books.entered - books.checkpointEntered;",
    new: "uint256 enteredSince = books.entered - books.entered;",
    caughtBy: invariantTest("invariant_solvency"),
  },
  {
    name: "the treasury takes more than the surplus",
    file: "parts/Treasury.sol",
    old: "if (quanta > available) revert SurplusExceeded(quanta, available);",
    new: "",
    caughtBy: invariantTest("invariant_solvency"),
  },
];
