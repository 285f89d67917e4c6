import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Servers start, browsers open and chains mine inside these, on slow machines too; a hung test is still found. */
const UNIT_TIMEOUT_MS = 300_000;
const INTEGRATION_TIMEOUT_MS = 300_000;
const E2E_TIMEOUT_MS = 600_000;
const LONG_TIMEOUT_MS = 1_800_000;

/** What polls looks at something that must happen at last: only a failure waits so long. */
const POLL = { timeout: 120_000 };
/** As many houses run at once. They wait for blocks and for each other's processes as much as they compute. */
const E2E_WORKERS = 2;

/** A file for each core. Many of these watch deadlines, which more of them at once would miss. */
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
          sequence: { groupOrder: 0 },
          include: ["test/{domain,web}/**/*.test.{ts,tsx}"],
          expect: { poll: POLL },
          testTimeout: UNIT_TIMEOUT_MS,
        },
      },
      {
        resolve,
        test: {
          name: "integration",
          sequence: { groupOrder: 1 },
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: ["test/{domain,web,e2e,long}/**", ...OTHER_RUNNERS],
          maxWorkers: INTEGRATION_WORKERS,
          globalSetup: ["test/support/compileCache.ts", "test/support/serviceHost.ts"],
          expect: { poll: POLL },
          testTimeout: INTEGRATION_TIMEOUT_MS,
          hookTimeout: INTEGRATION_TIMEOUT_MS,
        },
      },
      {
        resolve,
        test: {
          name: "e2e",
          sequence: { groupOrder: 2 },
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: [
            "test/support/compileCache.ts",
            "test/support/buildHouse.ts",
            "test/support/serviceHost.ts",
          ],
          maxWorkers: E2E_WORKERS,
          expect: { poll: POLL },
          testTimeout: E2E_TIMEOUT_MS,
          hookTimeout: E2E_TIMEOUT_MS,
        },
      },
      {
        resolve,
        test: {
          name: "long",
          sequence: { groupOrder: 3 },
          include: ["test/long/**/*.test.ts"],
          globalSetup: ["test/support/serviceHost.ts"],
          fileParallelism: false,
          expect: { poll: POLL },
          testTimeout: LONG_TIMEOUT_MS,
          hookTimeout: LONG_TIMEOUT_MS,
        },
      },
    ],
  },
});
