import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, describe, expect, test } from "vitest";
import type { LimitsResponse } from "#domain/api/limits.ts";
import { takeOwn } from "@/lib/account/takeOwn";
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
  const { queryKey } = limitsQuery(api);
  const put = () => client.setQueryData(queryKey, NEW);
  return {
    answers,
    stop,
    shown: () => client.getQueryData(queryKey),
    take: (asker: string, owner: string | null) => takeOwn(client, { queryKey, asker, owner, put }),
  };
}

afterEach(() => client.clear());

describe("takeOwn", () => {
  test("default: an older answer that was on its way does not take it back", async () => {
    const { take, answers, stop, shown } = watchedLimits();
    await take("one", "one");
    answers[0]?.(OLD);
    await expect.poll(() => answers).toHaveLength(2);
    expect(shown()).toEqual(NEW);
    stop();
  });

  test("behavior: what one account was answered is nothing to the next", async () => {
    const { take, answers, stop, shown } = watchedLimits();
    answers[0]?.(OLD);
    await expect.poll(shown).toEqual(OLD);
    await take("one", "other");
    await take("one", null);
    expect(shown()).toEqual(OLD);
    stop();
  });
});
