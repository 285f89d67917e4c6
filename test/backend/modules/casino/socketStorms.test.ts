import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import type { BetRequest, BetResponse } from "#domain/api/casino.ts";
import { type Beside, type SignedIn, TestApi } from "#test/backend/http/testApi.ts";
import { openStormSockets, type StormSockets } from "./stormSockets.ts";
import { diceBet } from "./testHouse.ts";

/** Fifty sockets of one player, in processes of their own. */
const SOCKETS = [17, 17, 16] as const;
const BETS_PER_SOCKET = 10;
const STAKE = 1_000n;
/** The same bet: so often over each socket, and so often over HTTP, a thousand times in all. */
const [REPEATS_PER_SOCKET, HTTP_REPEATS] = [18, 100];

let api: TestApi;
let servers: readonly Beside[];
const storms: StormSockets[] = [];

beforeAll(async () => {
  api = await TestApi.start({ BETS_PER_SECOND: "10000", BETS_BURST: "100000" });
  servers = await Promise.all([api.launchBeside(), api.launchBeside()]);
});

afterAll(async () => {
  await Promise.all(storms.map((storm) => storm.close()));
  expect((await checkLedger(api.sql)).flatMap(({ findings }) => findings)).toEqual([]);
  await Promise.all(servers.map((server) => server.stop()));
  await api.stop();
});

/** One process after the other gets the same orders; their sockets are shared out among both servers. */
async function openStorm({ accessToken: token }: SignedIn): Promise<readonly StormSockets[]> {
  const urls = servers.map(({ url }) => url);
  const opened = await Promise.all(SOCKETS.map((sockets) => openStormSockets({ urls, token, sockets })));
  storms.push(...opened);
  return opened;
}

/** Loses but once in fifty thousand times. */
const lost = () => diceBet({ game: "limbo", params: { targetHundredths: 5_000_000 }, stake: `${STAKE}` });

/** What each socket of the n-th process is to send. */
function perSocket(n: number, bets: () => BetRequest[]): BetRequest[][] {
  return Array.from({ length: SOCKETS[n] ?? 0 }, bets);
}

async function placeOverHttp(player: SignedIn, { url }: Beside, bet: BetRequest): Promise<BetResponse> {
  const response = await fetch(`${url}/v1/casino/bets`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${player.accessToken}`,
      "content-type": "application/json",
      "idempotency-key": randomUUID(),
    },
    body: JSON.stringify(bet),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as BetResponse;
}

async function availableOf(player: SignedIn): Promise<bigint> {
  return BigInt((await api.balanceOf(player)).available ?? "-1");
}

describe("sockets of several processes against two API processes", () => {
  test("behavior: of hundreds of bets over fifty sockets with money for one, exactly one is placed", async () => {
    const player = await api.player(STAKE);
    const storm = await openStorm(player);
    const answers = await Promise.all(
      storm.map((sockets, n) =>
        sockets.send(perSocket(n, () => Array.from({ length: BETS_PER_SOCKET }, lost))),
      ),
    );
    const outcomes = answers.flat().map((answer) => (answer.ok ? "PLACED" : answer.problem.code));
    const counts = Object.fromEntries(
      [...Map.groupBy(outcomes, String)].map(([code, of]) => [code, of.length]),
    );
    expect(counts).toEqual({ PLACED: 1, INSUFFICIENT_BALANCE: 50 * BETS_PER_SOCKET - 1 });
    expect(await availableOf(player)).toBe(0n);
  });

  test("behavior: a bet id sent a thousand times over sockets and HTTP bets once, and every answer is the same", async () => {
    const player = await api.player(1_000_000n);
    const storm = await openStorm(player);
    const bet = diceBet({ stake: `${STAKE}` });
    const overHttp = Promise.all(
      Array.from({ length: HTTP_REPEATS }, (_, n) => placeOverHttp(player, servers[n % 2]!, bet)),
    );
    const overSockets = await Promise.all(
      storm.map((sockets, n) => sockets.send(perSocket(n, () => new Array(REPEATS_PER_SOCKET).fill(bet)))),
    );
    const results = [
      ...(await overHttp),
      ...overSockets.flat().map((answer) => {
        expect(answer).toMatchObject({ ok: true });
        return answer.ok ? answer.result : undefined!;
      }),
    ];
    expect(results).toHaveLength(1_000);
    expect(results.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(results.map((result) => JSON.stringify(result.bet))).size).toBe(1);
    const { rows } = await api.sql.query("SELECT payout FROM bets WHERE id = $1", [bet.betId]);
    expect(rows).toEqual([{ payout: BigInt(results[0]!.bet.payout) }]);
    expect(await availableOf(player)).toBe(1_000_000n - STAKE + BigInt(results[0]!.bet.payout));
  });
});
