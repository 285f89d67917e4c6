import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, describe, expect, test } from "vitest";
import { overtake } from "@/lib/overtake";

const KEY = ["bets"];
const clients: QueryClient[] = [];

/** A list that somebody looks at; each of its answers comes when the test says so. */
function watchedList() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  clients.push(client);
  const answers: ((bets: string[]) => void)[] = [];
  const queryFn = () => new Promise<string[]>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(client, { queryKey: KEY, queryFn });
  observer.subscribe(() => undefined);
  const put = (bet: string) =>
    overtake(client, KEY, () => client.setQueryData<string[]>(KEY, (known) => [bet, ...(known ?? [])]));
  return { client, answers, put, shown: () => client.getQueryData<string[]>(KEY) };
}

afterEach(() => {
  for (const client of clients.splice(0)) client.clear();
});

describe("overtake", () => {
  test("default", async () => {
    const { answers, put, shown } = watchedList();
    answers[0]?.(["old"]);
    await expect.poll(shown).toEqual(["old"]);
    await put("new");
    expect(shown()).toEqual(["new", "old"]);
    expect(answers).toHaveLength(1);
  });

  test("behavior: an older answer on its way does not take it back, and is asked for again", async () => {
    const { client, answers, put, shown } = watchedList();
    answers[0]?.(["old"]);
    await expect.poll(shown).toEqual(["old"]);
    void client.invalidateQueries({ queryKey: KEY });
    await expect.poll(() => answers).toHaveLength(2);
    await put("new");
    answers[1]?.(["old"]);
    await expect.poll(() => answers).toHaveLength(3);
    expect(shown()).toEqual(["new", "old"]);
    answers[2]?.(["newer", "new", "old"]);
    await expect.poll(shown).toEqual(["newer", "new", "old"]);
  });

  test("behavior: before the first answer it is shown at once, and the rest follows", async () => {
    const { answers, put, shown } = watchedList();
    await put("new");
    expect(shown()).toEqual(["new"]);
    await expect.poll(() => answers).toHaveLength(2);
    answers.at(-1)?.(["new", "old"]);
    await expect.poll(shown).toEqual(["new", "old"]);
  });
});
