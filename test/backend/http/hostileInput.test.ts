import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answer, type SignedIn, TestApi } from "./testApi.ts";

/**
 * Every field of every route, one after the other, takes what nobody would send in good faith, while all others are as
 * they should be, and leave whoever asks free to play. Whatever the answer is, it is a decision, and not "something failed on our side".
 */

const VAULT = "0x5fbdb2315678afecb367f032d93f642f64180aa3";
const HOSTILE: readonly unknown[] = [
  ...["\u0000", "a\u0000b", "\ud800", "'||\\", "9".repeat(19), "9".repeat(20), "🎲".repeat(3_000)],
  ...["0000-01-01T00:00:00Z", "00000000-0000-0000-0000-000000000000"],
  ...[-1, 2 ** 31, 2 ** 63, 1e308, null, [], { "\u0000": "\ud800" }],
];
/** Well-formed values of fields whose names say everything; of the others, see `SAMPLES_OF_ROUTES`. */
const SAMPLES: Record<string, unknown> = {
  ...{ currency: "BNB", stake: "1000", amount: "1000", clientSeed: "my own words", reason: "entered twice" },
  ...{ address: VAULT, vault: VAULT, to: VAULT, from: VAULT, fromBlock: "1", toBlock: "2", epoch: "1" },
  ...{ game: "dice", params: { targetHundredths: 5000, direction: "over" }, action: { action: "hit" } },
  ...{ revenueShareBps: 1, turnoverBps: 1, ceilingBps: 6000, edgeBps: 100, number: 1 },
  ...{ kind: "wager", period: "day", until: "2000-01-01T00:00:00Z", since: "2030-01-01T00:00:00Z" },
  ...{ level: "master", code: "ABCDEFGHIJKLMNOP", commitment: "ab".repeat(32), parentId: null },
  ...{ batchId: `0x${"ab".repeat(32)}`, message: "sign me in", signature: "0x00" },
};
const SAMPLES_OF_ROUTES: Record<string, Record<string, unknown>> = {
  "/users/me/limits": { amount: "1000000000" },
  "/casino/rounds": { game: "mines", params: { mines: 3 } },
  "/casino/games/{id}/versions": { id: "dice" },
  "/admin/games/{id}/edge": { id: "dice" },
  "/fairness/epochs/{id}/proof": { id: "1" },
  "/crash/rounds/{id}": { id: "1" },
  "/crash/bets": { roundId: "1" },
};
/** Places in lists are given others in `cursors.test.ts`. */
const LEFT_OUT = new Set(["cursor"]);
/** What ends the session of the one who asks. */
const ENDINGS = new Set(["/auth/logout"]);

interface Operation {
  readonly parameters?: { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { content: { "application/json": { schema: { $ref: string } } } };
}
interface Field {
  readonly name: string;
  readonly place: "path" | "query" | "body";
  readonly isNeeded: boolean;
}

let api: TestApi;
let admin: SignedIn;
beforeAll(async () => {
  api = await TestApi.start({ FAUCET_PRIVATE_KEY: `0x${"1".repeat(64)}`, REQUESTS_PER_MINUTE: "1000000" });
  const { account } = await api.player();
  admin = await api.staff("admin", account);
});
afterAll(() => api.stop());

test("property: nothing that anybody sends is answered with 500", async () => {
  const { body: document } = await api.call("/openapi.json");
  const bodies: Record<string, { properties: object; required?: string[] }> = document.components.schemas;
  const faults: unknown[] = [];
  for (const [path, methods] of Object.entries<Record<string, Operation>>(document.paths)) {
    if (ENDINGS.has(path)) continue;
    for (const [method, operation] of Object.entries(methods)) {
      const fields = fieldsOf(operation, bodies);
      const usual = await send(method, path, fields, {});
      if (usual.body?.code === "INVALID_INPUT") faults.push([method, path, usual.body.errors]);
      for (const field of fields) faults.push(...(await faultsOf(method, path, fields, field)));
    }
  }
  expect(faults).toEqual([]);
  expect(api.logLines.filter((line) => line.includes("failed unexpectedly"))).toEqual([]);
});

async function faultsOf(method: string, path: string, fields: Field[], field: Field): Promise<unknown[]> {
  const answers = await Promise.all(
    HOSTILE.map(async (value) => ({
      value,
      answer: await send(method, path, fields, { [field.name]: value }),
    })),
  );
  const isDecision = ({ status, body }: Answer) =>
    status < 500 || (status === 503 && !body.code.startsWith("DATABASE_"));
  return answers
    .filter(({ answer }) => !isDecision(answer))
    .map(({ value, answer }) => [method, path, field.name, value, answer.body]);
}

function fieldsOf(
  { parameters = [], requestBody }: Operation,
  bodies: Record<string, { properties: object; required?: string[] }>,
): Field[] {
  const name = requestBody?.content["application/json"].schema.$ref.split("/").at(-1) ?? "";
  const { properties = {}, required = [] } = bodies[name] ?? {};
  return [
    ...parameters
      .filter((parameter) => parameter.in !== "header" && !LEFT_OUT.has(parameter.name))
      .map((parameter) => ({
        ...{ name: parameter.name, place: parameter.in as "path" | "query" },
        isNeeded: parameter.required === true || parameter.in === "path",
      })),
    ...Object.keys(properties).map((each) => ({
      ...{ name: each, place: "body" as const, isNeeded: required.includes(each) },
    })),
  ];
}

/** What is not needed stays away, but for the hostile value. */
async function send(method: string, path: string, fields: Field[], hostile: Record<string, unknown>) {
  const wantedOf = ({ name }: Field) =>
    name in hostile ? hostile[name] : (SAMPLES_OF_ROUTES[path]?.[name] ?? SAMPLES[name] ?? randomUUID());
  const wanted = fields.filter(({ name, isNeeded }) => isNeeded || name in hostile);
  const textOf = (field: Field) => encoded(wantedOf(field));
  const inPath = wanted.filter(({ place }) => place === "path");
  const url = inPath.reduce((text, field) => text.replace(`{${field.name}}`, textOf(field)), `/v1${path}`);
  const query = wanted
    .filter(({ place }) => place === "query")
    .map((field) => `${field.name}=${textOf(field)}`);
  const body = Object.fromEntries(
    wanted.filter(({ place }) => place === "body").map((field) => [field.name, wantedOf(field)]),
  );
  return api.call(`${url}?${query.join("&")}`, {
    ...{ method: method.toUpperCase(), token: admin.accessToken },
    headers: { "idempotency-key": randomUUID() },
    ...(fields.some(({ place }) => place === "body") ? { body } : {}),
  });
}

/** Percent-encoded; what has no UTF-8 form goes as the bytes that one would get who encoded it all the same. */
function encoded(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.isWellFormed() ? encodeURIComponent(text) || "%20" : "%ED%A0%80";
}
