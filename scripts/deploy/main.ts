import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { BaseError } from "viem";
import { FairhouseError } from "#domain/errors.ts";
import { ensureCompiled, readArtifacts } from "#scripts/deploy/artifacts.ts";
import { connectDeployer } from "#scripts/deploy/deployerChain.ts";
import { prepareDeployment, runDeployment } from "#scripts/deploy/deployVault.ts";
import { describeCost, describeDeployment, describePlan } from "#scripts/deploy/describe.ts";
import { readDeployEnvironment } from "#scripts/deploy/environment.ts";
import { localDefaults } from "#scripts/deploy/localDefaults.ts";
import { DEPLOY_USAGE, type DeployCommand, parseDeployOptions } from "#scripts/deploy/options.ts";
import { costOf, requireChain, requireFunds, requireSafe, requireTokens } from "#scripts/deploy/preflight.ts";
import { recordFile } from "#scripts/deploy/record.ts";
import { readTokensFile } from "#scripts/deploy/tokensFile.ts";
import { writeVerification } from "#scripts/deploy/verification.ts";

const LOCAL_NETWORK = "local";

try {
  const command = parseDeployOptions(process.argv.slice(2));
  if (command === undefined) console.log(DEPLOY_USAGE);
  else await deploy(command);
} catch (error) {
  if (error instanceof FairhouseError) console.error(error.message);
  else if (error instanceof BaseError)
    console.error(`The chain's node: ${error.details || error.shortMessage}`);
  else throw error;
  process.exitCode = 1;
}

async function deploy({ network, isDryRun, isAdminEoaAccepted, tokensFile, folder }: DeployCommand) {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const given = Object.entries(process.env).filter(([, value]) => value);
  const environment = {
    ...(network.name === LOCAL_NETWORK && localDefaults()),
    ...Object.fromEntries(given),
  };
  const { rpcUrl, deployerKey, settings: powers } = readDeployEnvironment(environment, network);
  const tokens = tokensFile === undefined ? [] : await readTokensFile(tokensFile);
  const settings = { ...powers, tokens };

  await ensureCompiled();
  const artifacts = await readArtifacts();
  const chain = connectDeployer({ rpcUrl, deployerKey });
  await requireChain(chain, network.chainId);
  if (network.isSafeExpected && !isAdminEoaAccepted) await requireSafe(chain, settings.admin);
  await requireTokens(chain, tokens);

  const store = recordFile(resolve(folder, `${network.chainId}.json`));
  const prepared = await prepareDeployment({ chain, settings, store, artifacts });
  const cost = await costOf({ chain, ...prepared, tokenCount: tokens.length });
  console.log(`Network ${network.name} (chain ${network.chainId}), deployer ${chain.deployer}`);
  for (const line of describePlan(prepared.plan, prepared.record)) console.log(line);
  if (isDryRun) {
    console.log(`${describeCost(cost)} Nothing was sent.`);
    return;
  }
  await requireFunds(chain, cost);
  console.log(prepared.record.isComplete ? "Everything is deployed already." : describeCost(cost));
  const { deployBlock } = await runDeployment({ chain, settings, store, ...prepared, report: console.log });

  console.log("");
  for (const line of describeDeployment({ contracts: prepared.plan.contracts, deployBlock }))
    console.log(line);
  const files = await writeVerification({
    folder: join(folder, `${network.chainId}-verification`),
    chain,
    plan: prepared.plan,
    artifacts,
  });
  console.log("To verify the sources on an explorer (compiling them gives what was deployed; it was tried):");
  for (const file of files) console.log(`  ${file}`);
}
