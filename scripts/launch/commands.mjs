import { LaunchError } from "./errors.mjs";

/** What each `npm run` script starts, relative to the repository. */
const COMMANDS = {
  start: { entry: "scripts/start/main.ts" },
  test: { entry: "scripts/test/main.ts" },
  "test-long": { entry: "scripts/test/main.ts", args: ["--long"] },
  bench: { entry: "test/bench/main.ts" },
  verify: { entry: "scripts/verify/main.ts" },
  "check-ledger": { entry: "scripts/checkLedger.ts" },
  replay: { entry: "scripts/replay.ts" },
  deploy: { entry: "scripts/deploy/main.ts" },
  lint: { entry: "scripts/lint/main.ts" },
  format: { entry: "scripts/lint/format.ts" },
  generate: { entry: "scripts/generateAbi.ts", isClientRewritten: true },
};

/** @returns {{ entry: string, args?: string[], isClientRewritten?: boolean }} */
export function commandNamed(name) {
  if (name !== undefined && Object.hasOwn(COMMANDS, name)) return COMMANDS[name];
  throw new LaunchError(
    `There is no command "${name ?? ""}"; there are: ${Object.keys(COMMANDS).join(", ")}.`,
  );
}
