import { get } from "node:http";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { inject } from "vitest";
import { type ChainRequest, serviceAnswer } from "#test/support/serviceProtocol.ts";

export type TestDatabase = {
  url: string;
  /** Deletes it, whoever is still connected. */
  drop: () => Promise<void>;
};

/** A migrated, empty database of one's own in the run's Postgres. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = await ask("/database");
  return { url, drop: () => dropDatabase(url) };
}

/** A Redis database of one's own in the run's server: keys do not collide, but pub/sub channels are shared. */
export function testRedisUrl(): Promise<string> {
  return ask("/redis");
}

/** A chain of one's own with id 31337 and the public development accounts; it ends with the test file's process. */
export async function startTestChain(options: ChainRequest = {}): Promise<{ url: string }> {
  const { blockTimeSeconds } = options;
  return {
    url: await ask(blockTimeSeconds === undefined ? "/chain" : `/chain?blockTimeSeconds=${blockTimeSeconds}`),
  };
}

/** What is lent to this process is so until the answer's connection breaks; that does not keep the process from ending. */
async function ask(path: string): Promise<string> {
  const line = await new Promise<string>((resolve, reject) => {
    const request = get(new URL(path, inject("serviceHost")), { agent: false }, (response) => {
      response.socket.unref();
      response.once("error", reject);
      createInterface({ input: response }).once("line", resolve);
    });
    request.once("error", reject);
  });
  const answer = serviceAnswer.parse(JSON.parse(line));
  if ("error" in answer) throw new Error(answer.error);
  return answer.url;
}

async function dropDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  const name = maintenance.pathname.slice(1);
  maintenance.pathname = "/postgres";
  const client = new Client({ connectionString: maintenance.href });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.end();
}
