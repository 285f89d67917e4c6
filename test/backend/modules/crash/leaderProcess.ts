import { startCrashProcess } from "./crashProcess.ts";

/** A process of its own that leads, to be killed: `node leaderProcess.ts <options as JSON>`. */
const options = JSON.parse(process.argv[2] ?? "{}");
await startCrashProcess({ ...options, leads: true, onFault: (error) => console.error(error) });
process.stdout.write("ready\n");
