import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { epochSteps } from "@/features/fairness/epochs/epochSteps";
import { epochProofOf, HASHES } from "./epochProofs.ts";

const sha256 = (prefix: string, ...parts: string[]) =>
  createHash("sha256")
    .update(Buffer.from(`${prefix}${parts.join("")}`, "hex"))
    .digest("hex");

describe("epochSteps", () => {
  test("default: each node follows from the one before, up to the section's root", () => {
    for (const index of HASHES.keys()) {
      const { proof } = epochProofOf(index);
      const { leaf, steps } = epochSteps(proof);
      expect(leaf).toBe(sha256("00", proof.hash));
      let node = leaf;
      for (const { neighbour, isLeft, parent } of steps) {
        expect(parent).toBe(isLeft ? sha256("01", neighbour, node) : sha256("01", node, neighbour));
        node = parent;
      }
      expect(node).toBe(proof.roots.seeds);
    }
  });
});
