import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, describe, expect, test } from "vitest";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";
import { ownPlayQuery } from "@/lib/play/ownPlayQuery";

const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
const totals = (bets: string) => ({ items: [{ currency: "BNB", bets, staked: bets, paid: "0" }] });

/** Answers for whoever asks now, when the test says so. */
function slowApi() {
  const answers: (() => void)[] = [];
  let bets = "0";
  const api: Api = {
    url: "",
    request: ({ schema }) =>
      new Promise((resolve) => {
        const answer = schema.parse(totals(bets));
        answers.push(() => resolve(answer));
      }),
  };
  return { api, answers, setBets: (next: string) => (bets = next) };
}

afterEach(() => client.clear());

describe("ownPlayQuery", () => {
  test("default: kept with everything else of the account, and asked for by nobody without one", () => {
    const { api } = slowApi();
    expect(ownPlayQuery(api, "one").queryKey.slice(0, accountKeys.all.length)).toEqual(accountKeys.all);
    expect(ownPlayQuery(api, "one").enabled).toBe(true);
    expect(ownPlayQuery(api, null).enabled).toBe(false);
  });

  test("behavior: after a switch of account nothing of the one before is taken for the other's", async () => {
    const { api, answers, setBets } = slowApi();
    const observer = new QueryObserver(client, ownPlayQuery(api, "one"));
    const stop = observer.subscribe(() => undefined);
    const shown = () => observer.getCurrentResult().data;
    setBets("500");
    answers[0]?.();
    await expect.poll(shown).toEqual(totals("0"));

    observer.setOptions(ownPlayQuery(api, "other"));
    expect(shown()).toBeUndefined();
    await client.resetQueries({ queryKey: accountKeys.all, type: "inactive" });
    answers[1]?.();
    await expect.poll(shown).toEqual(totals("500"));
    stop();
  });
});
