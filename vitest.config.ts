import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Servers start, browsers open and chains mine inside these; a hung test is still found. */
const UNIT_TIMEOUT_MS = 20_000;
const INTEGRATION_TIMEOUT_MS = 120_000;
const E2E_TIMEOUT_MS = 180_000;
const LONG_TIMEOUT_MS = 1_800_000;

/** Most of the time these wait, for blocks, rounds and servers: a core left for the rest would idle. */
const INTEGRATION_WORKERS = Math.max(2, availableParallelism());

const OTHER_RUNNERS = ["test/contracts/**", "test/bench/**"];
const resolve = { alias: { "@": fileURLToPath(new URL("./web", import.meta.url)) } };

/**
 * Projects, told apart by what they need: nothing, real servers, the whole product and a browser, or more time than
 * anyone waits before a commit.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          name: "unit",
          include: ["test/{domain,web}/**/*.test.{ts,tsx}"],
          testTimeout: UNIT_TIMEOUT_MS,
        },
      },
      {
        resolve,
        test: {
          name: "integration",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/{domain,web,e2e,long}/**", ...OTHER_RUNNERS],
          maxWorkers: INTEGRATION_WORKERS,
          globalSetup: ["test/support/serviceHost.ts"],
          testTimeout: INTEGRATION_TIMEOUT_MS,
          hookTimeout: INTEGRATION_TIMEOUT_MS,
        },
      },
      {
        resolve,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/support/serviceHost.ts"],
          fileParallelism: false, // Each file starts the whole product.
          testTimeout: E2E_TIMEOUT_MS,
          hookTimeout: E2E_TIMEOUT_MS,
        },
      },
      {
        resolve,
        test: {
          name: "long",
          include: ["test/long/**/*.test.ts"],
          globalSetup: ["test/support/serviceHost.ts"],
          fileParallelism: false,
          testTimeout: LONG_TIMEOUT_MS,
          hookTimeout: LONG_TIMEOUT_MS,
        },
      },
    ],
  },
});
