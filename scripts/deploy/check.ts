import { BaseError, createPublicClient, http } from "viem";
import { FairhouseError } from "#domain/errors.ts";
import { ensureCompiled } from "#scripts/deploy/artifacts.ts";
import { findingsOf } from "#scripts/deploy/inspect/findings.ts";
import { inspect } from "#scripts/deploy/inspect/inspect.ts";
import { CHECK_USAGE, parseCheckOptions } from "#scripts/deploy/inspect/options.ts";
import { reportJson, reportText } from "#scripts/deploy/inspect/report.ts";

try {
  const command = parseCheckOptions(process.argv.slice(2));
  if (command === undefined) console.log(CHECK_USAGE);
  else await check(command);
} catch (error) {
  if (error instanceof FairhouseError) console.error(error.message);
  else if (error instanceof BaseError)
    console.error(`The chain's node: ${error.details || error.shortMessage}`);
  else throw error;
  process.exitCode = 1;
}

async function check({
  vault,
  rpcUrl,
  fromBlock,
  isJson,
}: NonNullable<ReturnType<typeof parseCheckOptions>>) {
  await ensureCompiled();
  const client = createPublicClient({ transport: http(rpcUrl), cacheTime: 0 });
  const inspection = await inspect({ client, vault, fromBlock });
  const findings = findingsOf(inspection);
  process.stdout.write(isJson ? reportJson(inspection, findings) : reportText(inspection, findings));
  if (findings.some(({ severity }) => severity === "high")) process.exitCode = 1;
}
