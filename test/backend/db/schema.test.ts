import { readFile } from "node:fs/promises";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createPool } from "#backend/db/pool.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/services.ts";

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
}

/** How each Prisma type, refined by its `@db.` attribute, is called in Postgres. */
const POSTGRES_TYPES: Record<string, string> = {
  Int: "int4",
  "Int SmallInt": "int2",
  BigInt: "int8",
  String: "text",
  "String Uuid": "uuid",
  "DateTime Timestamptz(6)": "timestamptz",
  "DateTime Date": "date",
  "Decimal Decimal(39, 0)": "numeric",
  Bytes: "bytea",
  Boolean: "bool",
  Json: "jsonb",
  "String[]": "_text",
  "String[] Uuid": "_uuid",
};

/** The columns that schema.prisma declares. */
function declaredColumns(schema: string): Column[] {
  const models = [...schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms)].map(([, name, body]) => ({
    name,
    body: body!,
  }));
  const names = new Set(models.map(({ name }) => name));
  return models.flatMap(({ body }) => {
    const table = /@@map\("(\w+)"\)/.exec(body)![1]!;
    return body.split("\n").flatMap((line) => {
      const field = /^ {2}(\w+) +(\w+)(\[\])?(\?)? ?(.*)$/.exec(line);
      if (field === null || names.has(field[2]!)) return [];
      const [, name, type, list = "", optional, attributes = ""] = field;
      const refined = /@db\.(\w+(?:\([^)]*\))?)/.exec(attributes)?.[1];
      const key = `${type}${list}${refined === undefined ? "" : ` ${refined}`}`;
      return [
        {
          table,
          column: /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? name!,
          type: POSTGRES_TYPES[key] ?? key,
          nullable: optional === "?",
        },
      ];
    });
  });
}

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, role: "owner", maxConnections: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test("behavior: schema.prisma declares exactly the columns that the migrations make", async () => {
  const { rows } = await pool.query<Column>(
    `SELECT table_name AS "table", column_name AS "column", udt_name AS "type", is_nullable = 'YES' AS "nullable"
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'`,
  );
  const schema = await readFile(new URL("../../../backend/db/schema.prisma", import.meta.url), "utf8");
  const sorted = (columns: Column[]) =>
    columns
      .map(({ table, column, type, nullable }) => `${table}.${column} ${type}${nullable ? "?" : ""}`)
      .toSorted();
  expect(sorted(declaredColumns(schema))).toEqual(sorted(rows));
});
