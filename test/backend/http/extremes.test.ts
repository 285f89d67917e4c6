import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignedIn, TestApi } from "./testApi.ts";

let api: TestApi;
let admin: SignedIn;
beforeAll(async () => {
  api = await TestApi.start();
  admin = await api.staff("admin");
});
afterAll(() => api.stop());

const YEAR_0 = "0000-01-01T00:00:00Z";
const LAST = "9999-12-31T23:59:59.999Z";
const OUTSIDE = [YEAR_0, "+010000-01-01T00:00:00Z", "275760-09-13T00:00:00Z", "-1", "1969-12-31T23:59:59Z"];
const SAID = "a time is UTC, RFC 3339, from 1970 to 9999, e.g. 2026-11-21T12:00:00Z";

const get = (path: string) => api.call(`/v1${path}`, { token: admin.accessToken });
const post = (path: string, body: unknown) =>
  api.call(`/v1${path}`, {
    ...{ method: "POST", token: admin.accessToken, body },
    headers: { "idempotency-key": randomUUID() },
  });

describe("times that a caller names", () => {
  const QUERIES = ["", "/json", "/csv"].flatMap((form) =>
    ["from", "to"].map((name) => `/agents/statement${form}?${name}=`),
  );

  test.each(OUTSIDE)("error: BAD_REQUEST, with one sentence: %s", async (time) => {
    const answers = [
      ...(await Promise.all(QUERIES.map((query) => get(query + encodeURIComponent(time))))),
      await post("/users/me/self-exclusion", { until: time }),
      await post("/admin/payouts/resume", { since: time }),
    ];
    for (const { status, body } of answers) {
      expect(body).toMatchObject({ status: 400 });
      expect(status).toBe(400);
      expect(JSON.stringify(body).split(SAID)).toHaveLength(2);
    }
  });

  test("behavior: the first and the last that can be named are times like others", async () => {
    for (const time of ["1970-01-01T00:00:00Z", LAST])
      for (const query of QUERIES) expect([query, (await get(query + time)).status]).toEqual([query, 200]);
    expect((await post("/admin/payouts/resume", { since: LAST })).status).toBeLessThan(500);
    expect((await post("/users/me/self-exclusion", { until: LAST })).status).toBe(422);
  });
});
