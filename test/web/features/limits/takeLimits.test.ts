import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, describe, expect, test } from "vitest";
import type { LimitsResponse } from "#domain/api/limits.ts";
import { takeLimits } from "@/features/limits/takeLimits";
import type { Api } from "@/lib/api/api";
import { limitsQuery } from "@/lib/limits/limitsQuery";

const OLD: LimitsResponse = { limits: [], selfExcludedUntil: null };
const NEW: LimitsResponse = { limits: [], selfExcludedUntil: "2026-11-28T12:00:00.000Z" };
const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });

/** Limits that somebody looks at; each answer of the house comes when the test says so. */
function watchedLimits() {
  const answers: ((limits: LimitsResponse) => void)[] = [];
  const api: Api = {
    url: "",
    request: ({ schema }) =>
      new Promise((resolve) => answers.push((limits) => resolve(schema.parse(limits)))),
  };
  const stop = new QueryObserver(client, limitsQuery(api)).subscribe(() => undefined);
  return { api, answers, stop, shown: () => client.getQueryData(limitsQuery(api).queryKey) };
}

afterEach(() => client.clear());

describe("takeLimits", () => {
  test("default: an older answer that was on its way does not take it back", async () => {
    const { api, answers, stop, shown } = watchedLimits();
    await takeLimits(client, api, { limits: NEW, asker: "one", owner: "one" });
    answers[0]?.(OLD);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(shown()).toEqual(NEW);
    expect(answers).toHaveLength(2);
    stop();
  });

  test("behavior: what one account was answered is nothing to the next", async () => {
    const { api, answers, stop, shown } = watchedLimits();
    answers[0]?.(OLD);
    await expect.poll(shown).toEqual(OLD);
    await takeLimits(client, api, { limits: NEW, asker: "one", owner: "other" });
    await takeLimits(client, api, { limits: NEW, asker: "one", owner: null });
    expect(shown()).toEqual(OLD);
    stop();
  });
});
