import { parseArgs } from "node:util";
import { type Address, isAddress } from "viem";
import { DeployOptionInvalid } from "#scripts/deploy/errors.ts";

export const CHECK_USAGE = `npm run check-deployment -- --vault 0x… --rpc URL [options]
  --from-block N    the block in which the AccessManager was created, for a node that keeps no old state
  --json            print everything as JSON
  --help            show this
The exit code is 1 when there is a finding of high severity.`;

export type CheckCommand = {
  readonly vault: Address;
  readonly rpcUrl: string;
  readonly fromBlock: bigint | undefined;
  readonly isJson: boolean;
};

/** Reads the command line; undefined when it only asks for help. @throws DeployOptionInvalid */
export function parseCheckOptions(args: readonly string[]): CheckCommand | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  const { vault, rpc, "from-block": fromBlock } = values;
  if (vault === undefined || !isAddress(vault, { strict: false })) {
    throw new DeployOptionInvalid(`--vault must be an address.\n${CHECK_USAGE}`);
  }
  if (rpc === undefined || !/^https?:\/\//.test(rpc)) {
    throw new DeployOptionInvalid(`--rpc must be an http(s) URL.\n${CHECK_USAGE}`);
  }
  if (fromBlock !== undefined && !/^\d{1,18}$/.test(fromBlock)) {
    throw new DeployOptionInvalid("--from-block must be a block's number.");
  }
  return {
    vault,
    rpcUrl: rpc,
    fromBlock: fromBlock === undefined ? undefined : BigInt(fromBlock),
    isJson: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        vault: { type: "string" },
        rpc: { type: "string" },
        "from-block": { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DeployOptionInvalid(`${reason}\n${CHECK_USAGE}`, { cause: error });
  }
}
