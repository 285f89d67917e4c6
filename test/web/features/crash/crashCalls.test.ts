import { describe, expect, test, vi } from "vitest";
import { crashCalls } from "@/features/games/crash/crashCalls";
import type { Api } from "@/lib/api/api";
import type { Live } from "@/lib/live/liveSocket";
import { apiProblem } from "../../lib/api/problems.ts";

const granted = {
  betId: "0199f3a0-0000-7000-8000-000000000001",
  roundId: "7",
  cashedOutHundredths: 150,
  isAutomatic: false,
  payout: "1500",
  repeated: true,
};

/** Cashes out while the socket answers with a refusal, and HTTP with a grant. */
function cashOutRefusedBySocket(status: number, code: string) {
  const request = vi.fn(async () => granted);
  const { problem } = apiProblem(status, code);
  const ask = async () => ({ ok: false, problem });
  const calls = crashCalls({ request } as unknown as Api, { ask } as unknown as Live);
  return { answer: calls.cashOut(granted.betId), request };
}

describe("crashCalls", () => {
  test("default: what the house decided over the socket stands", async () => {
    const { answer, request } = cashOutRefusedBySocket(409, "CASH_OUT_TOO_LATE");
    await expect(answer).rejects.toMatchObject({ code: "CASH_OUT_TOO_LATE" });
    expect(request).not.toHaveBeenCalled();
  });

  test("behavior: a cash-out that was not decided on over the socket is asked for over HTTP at once", async () => {
    for (const [status, code] of [
      [503, "OUTCOME_UNKNOWN"],
      [503, "ENGINE_STOPPED"],
      [500, "INTERNAL_ERROR"],
    ] as const) {
      const { answer, request } = cashOutRefusedBySocket(status, code);
      await expect(answer).resolves.toEqual(granted);
      expect(request).toHaveBeenCalledOnce();
    }
  });
});
