import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { commitment } from "#domain/fairness/commitment.ts";
import { killBeforeRow, killBeforeWriting, killWhileCommitting } from "#test/support/killMidway.ts";
import { diceBet, openTestHouse, type TestHouse } from "../casino/testHouse.ts";
import type { RotatorOrder } from "./rotator.ts";

const PROGRAM = fileURLToPath(new URL("./rotator.ts", import.meta.url));
const CLIENT_SEED = "new words";

let house: TestHouse;
const seedKey = randomBytes(32);
const children = new Set<ChildProcess>();
beforeAll(async () => {
  house = await openTestHouse({ seedKey });
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  expect((await checkLedger(house.owner)).flatMap(({ findings }) => findings)).toEqual([]);
  await house.stop();
});

type Player = Pick<RotatorOrder, "tenantId" | "userId">;

/** A player with one bet under the first pair, and the order to rotate it. */
async function playerWhoHasBet() {
  const player = {
    tenantId: house.tenant.id,
    userId: await house.addPlayer({ balanceMinor: 1_000_000_000n }),
  };
  const { bet } = await house.place(player.userId, diceBet());
  return { player, bet, rotation: { seedId: BigInt(bet.seedId), clientSeed: CLIENT_SEED } };
}

function rotating(player: Player, seedId: string): ChildProcess {
  const child = fork(PROGRAM, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  children.add(child);
  child.once("exit", () => children.delete(child));
  const keys = { databaseUrl: house.databaseUrl, seedKeyHex: seedKey.toString("hex") };
  const order: RotatorOrder = { ...keys, ...player, seedId, clientSeed: CLIENT_SEED };
  child.send(order);
  return child;
}

/** All pairs of the player, without what a process that was killed could not have answered. */
async function pairsOf({ userId }: Player) {
  const { rows } = await house.owner.query<{ id: bigint; status: string; server_seed: string | null }>(
    "SELECT id, status, commitment, client_seed, nonce, server_seed FROM seeds WHERE user_id = $1 ORDER BY id",
    [userId],
  );
  return rows;
}

const statuses = async (player: Player) => (await pairsOf(player)).map(({ status }) => status);

test("behavior: killed before any of its writes, nothing is revealed, and the pair plays on until it is rotated once", async () => {
  const { player, bet, rotation } = await playerWhoHasBet();
  const before = await pairsOf(player);
  expect(before.map(({ status }) => status)).toEqual(["active", "next"]);
  const begin = () => rotating(player, bet.seedId);
  const writes = [
    () => killBeforeWriting(house.owner, "seeds", begin),
    ...[
      { event: "UPDATE", when: "NEW.status = 'active'" },
      { event: "INSERT", when: "NEW.status = 'next'" },
    ].map((row) => () => killBeforeRow(house.owner, { ...row, table: "seeds" }, begin)),
  ];
  for (const kill of writes) {
    await kill();
    expect(await pairsOf(player)).toEqual(before);
  }
  const later = await house.place(player.userId, diceBet());
  expect(later.bet).toMatchObject({ seedId: bet.seedId, nonce: 1 });

  const rotated = await house.fairness.rotate(player, rotation);
  expect(commitment(rotated.revealed.serverSeed)).toBe(bet.commitment);
  expect(rotated.revealed.betCount).toBe(2);
  expect(await statuses(player)).toEqual(["revealed", "active", "next"]);
});

test("behavior: killed between commit and answer, it is rotated, and whoever asks again is answered the same", async () => {
  const { player, bet, rotation } = await playerWhoHasBet();
  await killWhileCommitting(house.owner, "seeds", () => rotating(player, bet.seedId));
  const committed = await pairsOf(player);
  expect(committed.map(({ status }) => status)).toEqual(["revealed", "active", "next"]);

  const answer = await house.fairness.rotate(player, rotation);
  expect(answer).toEqual(await house.fairness.rotate(player, rotation));
  expect(answer.revealed).toMatchObject({ seedId: bet.seedId, betCount: 1 });
  expect(answer.revealed.serverSeed).toBe(committed[0]!.server_seed);
  expect(answer.active).toMatchObject({
    seedId: committed[1]!.id.toString(),
    clientSeed: CLIENT_SEED,
    nonce: 0,
  });
  expect(await pairsOf(player)).toEqual(committed);

  const next = await house.place(player.userId, diceBet());
  expect(next.bet).toMatchObject({ seedId: answer.active.seedId, nonce: 0 });
});
