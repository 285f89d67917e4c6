import { describe } from "mocha";
import { whenEntriesDiffer } from "#test/contracts/executeBatchPayouts/whenEntriesDiffer.ts";
import { whenEverythingHolds } from "#test/contracts/executeBatchPayouts/whenEverythingHolds.ts";
import { whenNotDue } from "#test/contracts/executeBatchPayouts/whenNotDue.ts";
import { whenNotSigned } from "#test/contracts/executeBatchPayouts/whenNotSigned.ts";
import { whenRefused } from "#test/contracts/executeBatchPayouts/whenRefused.ts";
import { matchesTree } from "#test/contracts/support/matchesTree.ts";

/** One specification, proven by the files beside it: each registers its branches. */
describe("executeBatchPayouts", () => {
  whenNotDue();
  whenEntriesDiffer();
  whenNotSigned();
  whenRefused();
  whenEverythingHolds();

  matchesTree(new URL("executeBatchPayouts.tree", import.meta.url));
});
