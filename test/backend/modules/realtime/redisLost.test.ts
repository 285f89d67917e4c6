import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startRedis } from "#scripts/runtime/redis.ts";
import { TestApi } from "#test/backend/http/testApi.ts";
import { ANSWER_TIMEOUT_MS, bet, idsOf, type Message, place } from "./channelHouse.ts";

describe("when Redis is lost", () => {
  test("behavior: nothing is silently missing once it is back", async () => {
    const folder = await mkdtemp(join(tmpdir(), "fairhouse-channels-"));
    const server = await startRedis({ dir: join(folder, "first") });
    const own = await TestApi.start({ REDIS_URL: server.url });
    const player = await own.player(1_000_000n);
    const socket = own.socket({ token: player.accessToken });
    const heard: Message[] = [];
    const balances: Message[] = [];
    socket.on("feed", (message: Message) => heard.push(message));
    socket.on("balance", (message: Message) => balances.push(message));
    await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("join", { channel: "feed" });
    const before = await place(socket, bet());
    await expect.poll(() => idsOf(heard)).toContain(before.result.bet.betId);
    const countBefore = balances.length;

    await server.stop();
    expect((await place(socket, bet())).problem.code).toBe("GATE_UNAVAILABLE");
    await own.move("custody", "player_cash", 5n, player.userId);
    // Another server at the same address, which knows nothing.
    await mkdir(join(folder, "second"));
    await cp(join(folder, "first", "password"), join(folder, "second", "password"));
    const back = await startRedis({ dir: join(folder, "second"), port: server.port });

    await expect.poll(async () => (await place(socket, bet())).ok).toBe(true);
    const after = await place(socket, bet());
    await expect.poll(() => idsOf(heard)).toContain(after.result.bet.betId);
    const restart = heard.findIndex(({ epoch }) => epoch !== heard[0].epoch && epoch === heard.at(-1).epoch);
    expect(heard[restart]).toMatchObject({ snapshot: true });
    await expect.poll(() => balances.slice(countBefore).some(({ snapshot }) => snapshot)).toBe(true);

    await own.stop();
    await back.stop();
    await rm(folder, { recursive: true });
  });
});
