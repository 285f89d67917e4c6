import { parseArgs } from "node:util";
import { DeployOptionInvalid } from "#scripts/deploy/errors.ts";
import { type NetworkProfile, networkNamed, networkNames } from "#scripts/deploy/networks.ts";

export const DEPLOY_USAGE = `npm run deploy -- --network ${networkNames.join("|")} [options]
  --dry-run         print every transaction and what it will cost; send nothing
  --tokens FILE     list these tokens beside the native coin: [{token, quantum, limits}, …]
  --admin-is-eoa    accept an administrator that is a plain key instead of a Safe
  --out DIR         keep the record and the verification input in DIR instead of deployments
  --help            show this
A run that was cut off goes on where it was: run the same command again.`;

export type DeployCommand = {
  readonly network: NetworkProfile;
  readonly isDryRun: boolean;
  readonly isAdminEoaAccepted: boolean;
  readonly tokensFile: string | undefined;
  readonly folder: string;
};

/** Reads the command line; undefined when it only asks for help. @throws DeployOptionInvalid */
export function parseDeployOptions(args: readonly string[]): DeployCommand | undefined {
  const { values } = parse(args);
  if (values.help) return undefined;
  if (values.network === undefined) throw new DeployOptionInvalid(`Name a network.\n${DEPLOY_USAGE}`);
  return {
    network: networkNamed(values.network),
    isDryRun: values["dry-run"] ?? false,
    isAdminEoaAccepted: values["admin-is-eoa"] ?? false,
    tokensFile: values.tokens,
    folder: values.out ?? "deployments",
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        network: { type: "string" },
        "dry-run": { type: "boolean" },
        "admin-is-eoa": { type: "boolean" },
        tokens: { type: "string" },
        out: { type: "string" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DeployOptionInvalid(`${reason}\n${DEPLOY_USAGE}`, { cause: error });
  }
}
