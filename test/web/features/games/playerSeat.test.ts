import { describe, expect, test } from "vitest";
import { seatLost } from "@/features/games/playerSeat";

describe("seatLost", () => {
  test("default", () => {
    expect(seatLost("ann", { userId: "ann", isLive: true })).toBeNull();
  });

  test("behavior: what one account has begun ends when it signs out or another follows", () => {
    expect(seatLost("ann", { userId: null, isLive: true })).toBe("accountLeft");
    expect(seatLost("ann", { userId: "bob", isLive: true })).toBe("accountLeft");
  });

  test("behavior: it ends with the connection", () => {
    expect(seatLost("ann", { userId: "ann", isLive: false })).toBe("disconnected");
  });
});
