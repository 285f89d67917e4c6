import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { voidRound } from "#backend/modules/rounds/voidRound.ts";
import { systemEnvironment } from "#scripts/runtime/environment.ts";
import { ROOT } from "#scripts/start/folders.ts";
import { killBeforeWriting, killWhileCommitting } from "#test/support/killMidway.ts";
import { expectCleanBooks, openRoundStage, RICH, type RoundStage, roundOf } from "./roundHouse.ts";

const STAKE = 1_000_000n;

let stage: RoundStage;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  stage = await openRoundStage();
});
afterEach(() => expectCleanBooks(stage.house));
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await stage.close();
});

/** `npm run void-round`, in a process of its own. */
function voiding(roundId: string): ChildProcess {
  const args = ["scripts/voidRound.ts", "--round", roundId, "--reason", "a test", "--although-playable"];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...systemEnvironment(), DATABASE_URL: stage.databaseUrl },
    stdio: "ignore",
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

test("behavior: killed at any step of a void of a round: nothing has happened, or all of it, and given again it happens once", async () => {
  const { house, rounds } = stage;
  const player = await stage.newPlayer();
  const { round } = await rounds.start({ ...player, request: roundOf("mines") });
  const { roundId } = round;
  const standing = async () => ({
    cash: await house.balanceOf(player.userId),
    open: (await rounds.listOpen({ tenantId: house.tenant.id, userId: player.userId })).length,
    voids: (await house.owner.query("SELECT FROM round_voids WHERE round_id = $1", [roundId])).rowCount,
    wagered: (
      await house.owner.query<{ day_wagered: bigint }>(
        "SELECT day_wagered FROM player_totals WHERE user_id = $1",
        [player.userId],
      )
    ).rows[0]!.day_wagered,
    returned: (
      await house.owner.query("SELECT FROM transfers WHERE cause_id = $1 AND code = 'round_stake_returned'", [
        roundId,
      ])
    ).rowCount,
  });

  const before = { cash: RICH - STAKE, open: 1, voids: 0, wagered: STAKE, returned: 0 };
  for (const table of ["transfers", "accounts", "rounds", "round_voids", "player_totals"]) {
    await killBeforeWriting(house.owner, table, () => voiding(roundId));
    expect({ table, ...(await standing()) }).toEqual({ table, ...before });
  }
  await killWhileCommitting(house.owner, "round_voids", () => voiding(roundId));
  const after = { cash: RICH, open: 0, voids: 1, wagered: 0n, returned: 1 };
  expect(await standing()).toEqual(after);

  const order = { tenantId: house.tenant.id, roundId, reason: "given again", isForced: true };
  expect(await voidRound(house.owner, order)).toMatchObject({ returnedMinor: STAKE, reason: "a test" });
  expect(await standing()).toEqual(after);
});
