import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { allSettings, apiSettings, InvalidConfig, readConfig } from "#backend/config.ts";
import { deployKeys } from "#scripts/deploy/environment.ts";

const example = await readFile(new URL("../../.env.example", import.meta.url), "utf8");

const complete = {
  DATABASE_URL: "postgres://localhost/fairhouse",
  REDIS_URL: "redis://localhost",
  RPC_URLS: "http://a.test, http://b.test",
  CHAIN_ID: "31337",
  JWT_PRIVATE_KEY: Buffer.alloc(32).toString("base64"),
  SEED_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
};

describe(".env.example", () => {
  const lines = example.split("\n");
  const keys = lines.flatMap((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);

  test("behavior: names every setting that is read, once, and no other", () => {
    const read = new Set([...Object.keys(allSettings.shape), ...deployKeys]);
    expect(keys.toSorted()).toEqual([...read].toSorted());
  });

  test("behavior: every block of keys is explained by a comment above it", () => {
    const unexplained = keys.filter((key) => {
      const above = lines.slice(
        0,
        lines.findIndex((line) => line.startsWith(`${key}=`)),
      );
      const block = above.slice(above.findLastIndex((line) => line.trim() === "") + 1);
      return !block.some((line) => line.startsWith("#") && !line.startsWith("# ---"));
    });
    expect(unexplained).toEqual([]);
  });

  test("behavior: the defaults it shows are the defaults", () => {
    const shown = Object.fromEntries(
      lines.flatMap((line) => {
        const match = /^([A-Z][A-Z0-9_]*)=(.+)$/.exec(line);
        return match ? [[match[1]!, match[2]!]] : [];
      }),
    );
    const defaults = readConfig(apiSettings, complete);
    expect(readConfig(apiSettings, { ...shown, ...complete })).toEqual(defaults);
  });
});

describe("readConfig", () => {
  test("default", () => {
    const config = readConfig(apiSettings, complete);
    expect(config.RPC_URLS).toEqual(["http://a.test", "http://b.test"]);
    expect(config.API_PORT).toBe(4000);
    expect(config.FAUCET_PRIVATE_KEY).toBeUndefined();
  });

  test("behavior: an empty value counts as absent", () => {
    expect(readConfig(apiSettings, { ...complete, API_PORT: "" }).API_PORT).toBe(4000);
  });

  test("error: InvalidConfig names every fault and repeats no value", () => {
    const read = () => readConfig(apiSettings, { ...complete, CHAIN_ID: "x", JWT_PRIVATE_KEY: "c2VjcmV0" });
    expect(read).toThrow(InvalidConfig);
    expect(read).toThrow(/CHAIN_ID.*JWT_PRIVATE_KEY/);
    expect(read).not.toThrow(/c2VjcmV0/);
  });
});
