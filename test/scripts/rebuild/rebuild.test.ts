import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stateHash } from "#indexer/stateHash.ts";
import { findCursor } from "#indexer/store/cursor.store.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { DevHouse, FINALITY_DEPTH } from "#test/indexer/support/devHouse.ts";
import { planBatch } from "#test/indexer/support/house.ts";
import { hashOf } from "#test/indexer/support/simulatedChain.ts";
import { createTestDatabase } from "#test/support/services.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
let house: DevHouse;

beforeAll(async () => {
  house = await DevHouse.open();
  await house.openTenant({ authority: house.chain.refusing });
  const { chain, books } = house;
  const [player, other] = chain.players as [`0x${string}`, `0x${string}`];
  await chain.deposit(chain.bankroll, 50_000n);
  await chain.deposit(player, 1_000n);
  await house.catchUp();
  // Blocks that were recorded, dropped, and followed by others.
  await chain.deposit(other, 77n);
  await house.catchUp();
  await chain.reorg(1);
  await chain.deposit(other, 2_000n);
  await chain.enter(player, 20_000n);
  const known = {
    id: hashOf("known"),
    withdrawals: [
      { wallet: player, to: player, quanta: 10n },
      { wallet: other, to: chain.refusing, quanta: 20n },
    ],
  };
  await planBatch(books, house.session.vault, known);
  await chain.execute(known);
  // The house knows nothing of this one.
  await chain.execute({ id: hashOf("foreign"), withdrawals: [{ wallet: player, to: player, quanta: 5n }] });
  await chain.claim(chain.refusing, chain.bankroll);
  await chain.publish({ root: hashOf("root"), total: 3_000n, entered: 73_000n, executed: 0n });
  await chain.takeSurplus(1_000n);
  await chain.mine(FINALITY_DEPTH);
  await house.catchUp();
});
afterAll(() => house.close());

describe("npm run rebuild -- --from-chain --compare", () => {
  test("default: the chain alone gives the same state", async () => {
    const { code, output } = await rebuild("--compare");
    expect(output).toMatch(/house (\w{64}) \(\d+ events, .*postings, .*deposits.*\)\n {2}chain \1 /);
    expect(output).toContain("  equal\n");
    expect(code).toBe(0);
    expect(await databasesLeft()).toEqual([]);
  });

  test("behavior: an earlier block can be compared", async () => {
    const { output } = await rebuild("--compare", "--to-block", `${house.chain.deployBlock + 2n}`);
    expect(output).toContain(`up to block ${house.chain.deployBlock + 2n}\n`);
    expect(output).toContain("  equal\n");
  });

  const changes: [string, string, string][] = [
    ["an event", "UPDATE chain_events SET effect = effect + 1 WHERE name = 'Deposited'", "events"],
    [
      "an event that is missing",
      "UPDATE chain_events SET canonical = false WHERE name = 'Deposited'",
      "events",
    ],
    ["a deposit", "UPDATE deposits SET amount = amount + 1", "deposits"],
    ["an entry", "UPDATE plan_entries SET amount = amount + 1", "entries"],
    ["a checkpoint", "UPDATE checkpoints SET total = total + 1", "checkpoints"],
    ["custody", "UPDATE accounts SET balance = balance - 1 WHERE kind = 'custody'", "custody"],
  ];
  test.each(changes)("behavior: says where the books differ by %s", async (_, change, table) => {
    await changed(change, async () => {
      const { code, output } = await rebuild("--compare");
      expect(output).toMatch(
        new RegExp(`they differ first in ${table}, block \\d+:\n.*house says.*\n.*chain says`),
      );
      expect(code).toBe(1);
    });
  });
});

describe("npm run rebuild -- --from-chain", () => {
  test("default: fills an empty database with the house's state, given nothing of the house", async () => {
    const { url, drop } = await emptyDatabase();
    const { chain, session, books } = house;
    const vault = ["--vault", chain.vault, "--deploy-block", `${chain.deployBlock}`, "--chain-id", "31337"];
    const { code, output } = await rebuild(...vault, "--bankroll", chain.bankroll, "--database", url);
    const cursor = await findCursor(books.owner, session.vault);
    const { hash } = await stateHash({ pool: books.indexer, vault: session.vault }, cursor!.finalNumber);
    expect(output).toContain(hash);
    expect(code).toBe(0);

    const again = await rebuild(...vault, "--database", url);
    expect(again.output).toContain("not empty");
    expect(again.code).toBe(1);
    await drop();
  });

  const wrong: [string, string[], string][] = [
    ["no vault", [], "Name the vault"],
    ["a block that is none", ["--compare", "--to-block", "x"], "--to-block must be a block's number"],
    ["an option it does not have", ["--compare", "--fast"], "Usage: npm run rebuild"],
    ["a vault the house does not have", ["--compare", "--vault", `0x${"12".repeat(20)}`], "no such vault"],
    ["a block that is not final", ["--compare", "--to-block", "999999"], "not final yet"],
    ["nodes that are away", ["--compare", "--rpc-url", "http://127.0.0.1:9"], "No node tells the head"],
  ];
  test.each(wrong)("error: RebuildRefused when given %s", async (_, args, message) => {
    const { code, output } = await rebuild(...args);
    expect(output).toContain(message);
    expect(code).toBe(1);
  });
});

/** Does something to the house's books that no code of ours does, and takes it back. */
async function changed(change: string, look: () => Promise<void>): Promise<void> {
  const { owner } = house.books;
  const table = /UPDATE (\w+)/.exec(change)![1]!;
  await owner.query(`CREATE TABLE kept AS SELECT * FROM ${table}`);
  await owner.query(change);
  try {
    await look();
  } finally {
    const back: Record<string, string> = {
      chain_events:
        "SET effect = kept.effect, canonical = kept.canonical FROM kept WHERE kept.log_index = t.log_index AND kept.block_hash = t.block_hash",
      deposits: "SET amount = kept.amount FROM kept WHERE kept.id = t.id",
      plan_entries:
        "SET amount = kept.amount FROM kept WHERE kept.block_hash = t.block_hash AND kept.log_index = t.log_index",
      checkpoints: "SET total = kept.total FROM kept WHERE kept.id = t.id",
      accounts: "SET balance = kept.balance FROM kept WHERE kept.id = t.id",
    };
    await owner.query(`UPDATE ${table} AS t ${back[table]}`);
    await owner.query("DROP TABLE kept");
  }
}

async function databasesLeft(): Promise<unknown[]> {
  const { rows } = await house.books.owner.query(
    "SELECT datname FROM pg_database WHERE datname LIKE 'fairhouse_rebuild_%'",
  );
  return rows;
}

/** A database without a single table. */
async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const made = await createTestDatabase();
  const url = new URL(made.url);
  const name = `empty${url.pathname.slice(1)}`;
  await house.books.owner.query(`CREATE DATABASE ${name}`);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await house.books.owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await made.drop();
    },
  };
}

function rebuild(...args: string[]): Promise<{ code: number; output: string }> {
  const nodes = args.includes("--rpc-url") ? [] : ["--rpc-url", house.chain.url];
  const env = {
    ...systemEnvironment(),
    DATABASE_URL: house.books.url,
    FINALITY_DEPTH: `${FINALITY_DEPTH}`,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["scripts/rebuild/main.ts", "--from-chain", ...args, ...nodes],
      { cwd: ROOT, env },
      (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
      },
    );
  });
}
