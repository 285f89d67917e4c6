import { createHmac } from "node:crypto";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runAlertLoop } from "#indexer/alertLoop.ts";
import { type AlertKind, createAlerts } from "#indexer/alerts.ts";
import { createAlertWebhook } from "#indexer/source/alertWebhook.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import { type AlertReceiver, openAlertReceiver, type ReceivedMessage } from "#test/support/alertReceiver.ts";
import { type Books, openBooks, openHouse } from "./support/house.ts";
import { until } from "./support/indexerProcess.ts";
import { addressOf } from "./support/simulatedChain.ts";

const SECRET = "a secret that both sides know";

let books: Books;
let vault: HouseVault;
let houses = 0;
let receiver: AlertReceiver;
let lines: string[];
let stopping: AbortController;

beforeAll(async () => {
  books = await openBooks();
  receiver = await openAlertReceiver();
});
beforeEach(async () => {
  receiver.forget();
  lines = [];
  stopping = new AbortController();
  await books.owner.query("DELETE FROM alerts");
  houses += 1;
  const slug = `alerted-${houses}`;
  vault = await openHouse(books, { slug, vault: addressOf(slug), bankroll: addressOf("bank") });
});
afterEach(() => stopping.abort());
afterAll(async () => {
  receiver.close();
  await books.close();
});

const log = () => pino({ level: "trace" }, { write: (line: string) => void lines.push(line) });

function openAlerts(now: () => number = Date.now) {
  const counted: AlertKind[] = [];
  const alerts = createAlerts({ pool: books.indexer, log: log(), count: (kind) => counted.push(kind), now });
  return { alerts, counted };
}

function tellPeople(): Promise<void> {
  const webhook = createAlertWebhook({ url: receiver.url, secret: SECRET, now: Date.now });
  return runAlertLoop({ pool: books.indexer, webhook, log: log(), signal: stopping.signal });
}

const isTold = async () => {
  const { rows } = await books.owner.query("SELECT FROM alerts WHERE told_at IS NULL");
  return rows.length === 0;
};

describe("alerts", () => {
  test("default: told once, signed, with what there is to know", async () => {
    const { alerts, counted } = openAlerts();
    alerts.raise("books_disagree", vault, "the subject", { varianceMinor: -3n });
    await alerts.settled();
    void tellPeople();
    await until("the message", async () => receiver.messages.length === 1 && (await isTold()));

    const [{ headers, body }] = receiver.messages as [ReceivedMessage];
    const { id, ...message } = JSON.parse(body);
    expect(message).toMatchObject({
      ...{
        kind: "books_disagree",
        subject: "the subject on chain 31337",
        tenantId: vault.tenantId,
        episode: 1,
        times: "1",
      },
      details: { varianceMinor: "-3", vault: vault.address },
    });
    expect(headers["fairhouse-message"]).toBe(`${id}.1`);
    const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(
      String(headers["fairhouse-signature"]),
    )!;
    expect(signature).toBe(createHmac("sha256", SECRET).update(`${seconds}.${body}`).digest("hex"));
    expect(counted).toEqual(["books_disagree"]);
    expect(lines.join("")).toContain("indexer alert: books disagree");
  });

  test("behavior: the same news is counted, and told again only when it stands for long", async () => {
    let now = 0;
    const { alerts, counted } = openAlerts(() => now);
    for (now = 0; now <= 180_000; now += 30_000) alerts.raise("vault_halted", vault, "it");
    await alerts.settled();
    void tellPeople();
    await until("the message", async () => receiver.messages.length === 1 && (await isTold()));
    expect(counted).toHaveLength(7);
    const { rows } = await books.owner.query("SELECT times FROM alerts");
    expect(rows).toEqual([{ times: 4n }]);

    await books.owner.query("UPDATE alerts SET told_at = now() - interval '2 hours'");
    now += 60_000;
    alerts.raise("vault_halted", vault, "it");
    await until("the second message", async () => receiver.messages.length === 2);
    expect(JSON.parse(receiver.messages[1]!.body)).toMatchObject({ episode: 2 });
  });

  test("behavior: news that nobody took in all its tries is told when it is raised an hour later", async () => {
    let now = 0;
    const { alerts } = openAlerts(() => now);
    alerts.raise("vault_halted", vault, "it");
    await alerts.settled();
    await books.owner.query("UPDATE alerts SET attempts = 12, due_at = now() - interval '2 hours'");
    now += 60_000;
    alerts.raise("vault_halted", vault, "it");
    void tellPeople();
    await until("the message", async () => receiver.messages.length === 1 && (await isTold()));
    expect(JSON.parse(receiver.messages[0]!.body)).toMatchObject({ episode: 2 });
  });

  test("behavior: a receiver that fails is asked again, and no secret gets into the log", async () => {
    receiver.answers.push(500);
    const { alerts } = openAlerts();
    alerts.raise("confirmation_differs", vault, "it");
    await alerts.settled();
    void tellPeople();
    await until(
      "the first try",
      async () => receiver.messages.length === 1 && lines.join("").includes("answered 500"),
    );
    const { rows } = await books.owner.query(
      "SELECT attempts, due_at > now() AS is_later, told_at FROM alerts",
    );
    expect(rows).toEqual([{ attempts: 1, is_later: true, told_at: null }]);
    await books.owner.query("UPDATE alerts SET due_at = now()");
    await until("the second try", isTold);
    expect(receiver.messages[1]!.headers["fairhouse-message"]).toBe(
      receiver.messages[0]!.headers["fairhouse-message"],
    );
    expect(lines.join("")).not.toContain(SECRET);
    expect(lines.join("")).not.toContain("token-in-the-path");
  });

  test("behavior: a receiver that is away, or sends elsewhere, gets it later", async () => {
    receiver.answers.push(302);
    const { alerts } = openAlerts();
    alerts.raise("vault_halted", vault, "it");
    await alerts.settled();
    void tellPeople();
    await until("the refusal", async () => lines.join("").includes("could not tell of an alert"));
    expect(await isTold()).toBe(false);
    expect(lines.join("")).not.toContain("token-in-the-path");
  });
});
