import { runLint } from "#scripts/lint/runLint.ts";

/** `npm run lint`: everything that can be said about the code without running it. */
const { failed } = await runLint(console.log);
process.exitCode = failed === 0 ? 0 : 1;
