import { encodeAbiParameters } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import { readArtifact } from "#scripts/deploy/artifacts.ts";
import { type Deployment, deployVault, WrongChain } from "#scripts/deploy/deployVault.ts";
import { DeployEnvironmentInvalid, readDeployEnvironment } from "#scripts/deploy/environment.ts";

try {
  await print(await deployVault(readDeployEnvironment(process.env)));
} catch (error) {
  if (!(error instanceof DeployEnvironmentInvalid) && !(error instanceof WrongChain)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** What an operator needs next: the addresses, and what an explorer asks for to verify the source. */
async function print(deployment: Deployment): Promise<void> {
  const { buildInfoId } = await readArtifact("Vault");
  const [constructorAbi] = vaultAbi.filter((item) => item.type === "constructor");
  if (constructorAbi === undefined) throw new Error("The vault's ABI has no constructor.");
  const [accessManager, signer, limits] = deployment.vaultArgs;
  const encodedArgs = encodeAbiParameters(constructorAbi.inputs, [accessManager, signer, limits]);

  console.log(`Chain            ${deployment.chainId}`);
  console.log(`Vault            ${deployment.vault}`);
  console.log(`AccessManager    ${deployment.accessManager}`);
  console.log(`First block      ${deployment.deployBlock}`);
  console.log("");
  console.log(
    "To verify the source on the chain's explorer, upload as standard JSON input the member `input` of",
  );
  console.log(`  artifacts/build-info/${buildInfoId}.json`);
  console.log("with the constructor arguments");
  console.log(`  ${encodedArgs.slice(2)}`);
}
