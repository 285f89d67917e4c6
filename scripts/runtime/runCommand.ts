import { FairhouseError } from "#domain/errors.ts";

/** Takes the arguments of the command line, and returns the process's exit code. */
export type Command = (args: string[]) => Promise<number>;

/** Runs the command that this process is for. It fails with one sentence and exit code 1; its own faults show their stack. */
export async function runCommand(command: Command): Promise<void> {
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof FairhouseError)) throw error;
    fail(error.message);
  }
}

/** The same for a command that works on a database: what that or the network says is one sentence, too. */
export async function runDatabaseCommand(command: Command): Promise<void> {
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    fail(error instanceof Error ? error.message || error.name : String(error));
  }
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
