import { describe, expect, test } from "vitest";
import { type BatchStatus, type BatchStep, statesWanted } from "#domain/settlement/batchSteps.ts";

const STATUSES: BatchStatus[] = ["built", "signed", "sent", "executed", "final", "expired"];
const fitting = (step: BatchStep) => STATUSES.filter((status) => statesWanted(step, status) === null);

describe("statesWanted", () => {
  test("default: a step has its states, and is told them otherwise", () => {
    expect(fitting("sign")).toEqual(["built"]);
    expect(fitting("submit")).toEqual(["signed"]);
    expect(fitting("retry")).toEqual(["built", "signed", "sent"]);
    expect(statesWanted("submit", "sent")).toEqual(["signed"]);
  });
});
