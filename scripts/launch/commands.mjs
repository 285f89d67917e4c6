import { LaunchError } from "./errors.mjs";

/** What each `npm run` script starts, relative to the repository. */
const COMMANDS = {
  start: { entry: "scripts/start/main.ts" },
  test: { entry: "scripts/test/main.ts" },
  "test-long": { entry: "scripts/test/main.ts", args: ["--long"] },
  bench: { entry: "test/bench/main.ts" },
  verify: { entry: "scripts/verify/main.ts" },
  "check-ledger": { entry: "scripts/checkLedger.ts" },
  "verify-statement": { entry: "scripts/verifyStatement/main.ts" },
  "prove-balance": { entry: "scripts/proveBalance.ts" },
  exit: { entry: "scripts/exit/main.ts" },
  replay: { entry: "scripts/replay.ts" },
  rebuild: { entry: "scripts/rebuild/main.ts" },
  signer: { entry: "scripts/signer/main.ts" },
  deploy: { entry: "scripts/deploy/main.ts" },
  "check-deployment": { entry: "scripts/deploy/check.ts" },
  administer: { entry: "scripts/administer/main.ts" },
  "kill-switch": { entry: "scripts/killSwitch.ts" },
  "void-round": { entry: "scripts/voidRound.ts" },
  "grant-role": { entry: "scripts/staff/main.ts" },
  simulate: { entry: "test/simulation/main.ts" },
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
