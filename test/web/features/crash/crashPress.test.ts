import { describe, expect, test } from "vitest";
import { crashPress, type PressMoment } from "@/features/games/crash/crashPress";

const moment = (changes: Partial<PressMoment> = {}): PressMoment => ({
  isBusy: false,
  hasBet: false,
  hadBet: false,
  isRunning: true,
  isQueued: false,
  isHindered: false,
  ...changes,
});

describe("crashPress", () => {
  test("default", () => {
    expect(crashPress(moment())).toBe("bet");
    expect(crashPress(moment({ hasBet: true }))).toBe("cashOut");
  });

  test("behavior: a press right after the bet is out, or the round has crashed, does not bet", () => {
    expect(crashPress(moment({ hadBet: true }))).toBeNull();
    expect(crashPress(moment({ hadBet: true, isRunning: false }))).toBeNull();
  });

  test("behavior: a bet waits for its round to run; obstacles hinder a bet, but no cash-out", () => {
    expect(crashPress(moment({ hasBet: true, isRunning: false }))).toBeNull();
    expect(crashPress(moment({ hasBet: true, isHindered: true, isQueued: true }))).toBe("cashOut");
    expect(crashPress(moment({ isHindered: true }))).toBeNull();
  });

  test("behavior: one thing at a time", () => {
    expect(crashPress(moment({ isBusy: true }))).toBeNull();
    expect(crashPress(moment({ isBusy: true, hasBet: true }))).toBeNull();
    expect(crashPress(moment({ isQueued: true }))).toBeNull();
  });
});
