import { describe, expect, test } from "vitest";
import { type QueueMoment, queueEnd } from "@/features/games/crash/queuedBet";

const queued = { bet: { stake: "1000", currency: "BNB", autoCashOutHundredths: 200 }, userId: "ann" };
const moment = (changes: Partial<QueueMoment> = {}): QueueMoment => ({
  seat: { userId: "ann", isLive: true },
  currency: "BNB",
  isStopped: false,
  hasFailed: false,
  ...changes,
});

describe("queueEnd", () => {
  test("default", () => {
    expect(queueEnd(queued, moment())).toBeNull();
  });

  test("behavior: a waiting bet outlives neither its account nor the connection", () => {
    expect(queueEnd(queued, moment({ seat: { userId: null, isLive: true } }))).toBe("accountLeft");
    expect(queueEnd(queued, moment({ seat: { userId: "bob", isLive: true } }))).toBe("accountLeft");
    expect(queueEnd(queued, moment({ seat: { userId: "ann", isLive: false } }))).toBe("disconnected");
  });

  test("behavior: nor its table, a stop of betting, or a refusal", () => {
    expect(queueEnd(queued, moment({ currency: "USDT" }))).toBe("tableLeft");
    expect(queueEnd(queued, moment({ isStopped: true }))).toBe("stopped");
    expect(queueEnd(queued, moment({ hasFailed: true }))).toBe("failed");
  });
});
