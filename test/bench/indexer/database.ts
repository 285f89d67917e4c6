import { randomBytes } from "node:crypto";
import { createPool } from "#backend/db/pool.ts";

/** A new, empty database on the same server. */
export async function createDatabase(serverUrl: string): Promise<string> {
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const pool = createPool({ url: serverUrl, role: "owner", maxConnections: 1 });
  await pool.query(`CREATE DATABASE ${name}`);
  await pool.end();
  const named = new URL(serverUrl);
  named.pathname = `/${name}`;
  return named.href;
}

/** Deletes a database, whoever is still connected. */
export async function dropDatabase(url: string): Promise<void> {
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = "/postgres";
  const pool = createPool({ url: server.href, role: "owner", maxConnections: 1 });
  await pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await pool.end();
}
