import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ACTIVITY_CHANNEL, type ActivityNotice, activityNotice } from "#backend/db/activityChannel.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

let database: TestDatabase;
let operator: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  operator = new Client({ connectionString: database.url });
  await operator.connect();
});
afterAll(async () => {
  await operator.end();
  await database.drop();
});

/** What is told on the channel while the statement runs. */
async function noticesOf(statement: string): Promise<ActivityNotice[]> {
  const heard: ActivityNotice[] = [];
  const listen = ({ payload }: { payload?: string | undefined }) =>
    heard.push(activityNotice.parse(JSON.parse(payload ?? "")));
  await operator.query(`LISTEN ${ACTIVITY_CHANNEL}`);
  operator.on("notification", listen);
  await operator.query(statement);
  await operator.query("SELECT 1");
  operator.off("notification", listen);
  return heard;
}

test("default: whoever turns a kill switch, the API processes hear of it", async () => {
  const { rows } = await operator.query<{ id: number }>(
    "INSERT INTO tenants (slug, name) VALUES ('main', 'Main') RETURNING id",
  );
  const tenantId = rows[0]!.id;
  const told = [{ kind: "stopped", tenantId }];
  expect(await noticesOf(`INSERT INTO kill_switches VALUES (${tenantId}, 'bets', 'maintenance')`)).toEqual(
    told,
  );
  expect(await noticesOf("UPDATE kill_switches SET reason = 'longer maintenance'")).toEqual(told);
  expect(await noticesOf("DELETE FROM kill_switches")).toEqual(told);
});
