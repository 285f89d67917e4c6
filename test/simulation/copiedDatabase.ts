import { randomUUID } from "node:crypto";
import { runStatement } from "#backend/db/runStatement.ts";

/** A database with all that another one holds, which nobody may be connected to. @returns its URL */
export async function copyDatabase(url: string): Promise<string> {
  const copy = new URL(url);
  const template = copy.pathname.slice(1);
  copy.pathname = `/sim_${randomUUID().replaceAll("-", "")}`;
  await maintain(url, `CREATE DATABASE ${copy.pathname.slice(1)} TEMPLATE ${template}`);
  return copy.href;
}

/** Drops a database, whoever is connected to it. */
export async function dropDatabase(url: string): Promise<void> {
  await maintain(url, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
}

async function maintain(url: string, sql: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  await runStatement(maintenance.href, sql);
}
