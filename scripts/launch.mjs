// Runs one of the product's commands on any machine with npm and Node 18 or newer: it fetches the Node that the
// code is written for, installs the dependencies, and hands over. Plain JavaScript, built-in modules only,
// and nothing on standard output: that belongs to the command.
import { commandNamed } from "./launch/commands.mjs";
import { LaunchError } from "./launch/errors.mjs";
import { ensureGeneratedClient } from "./launch/generatedClient.mjs";
import { ensureInstalled } from "./launch/install.mjs";
import { ensureNode } from "./launch/node.mjs";
import { runToEnd } from "./launch/run.mjs";

const [name, ...args] = process.argv.slice(2);
try {
  const command = commandNamed(name);
  const node = await ensureNode();
  await ensureInstalled(node);
  await ensureGeneratedClient(node, command.isClientRewritten);
  process.exitCode = await runToEnd(node, [command.entry, ...(command.args ?? []), ...args]);
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
