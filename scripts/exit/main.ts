/**
 * Leaves the vault with what the house owes, without the house.
 *
 *   npm run --silent exit -- --proof proof.json --rpc URL [--to 0x…] [--activate] [--dry-run | --calldata]
 *
 * The key comes from EXIT_PRIVATE_KEY, or from --keystore FILE and EXIT_KEYSTORE_PASSWORD. With --dry-run and
 * --calldata no key is needed. Exit code 0 when everything was done, 1 with one sentence otherwise.
 */
import { ExitRefused } from "#scripts/exit/errors.ts";
import { readExitOptions } from "#scripts/exit/options.ts";
import { type CheckedProof, readProofFile } from "#scripts/exit/proofFile.ts";
import { runExit } from "#scripts/exit/runExit.ts";
import { connectVaultExit } from "#scripts/exit/vaultExit.ts";
import { readKeyAccount } from "#scripts/runtime/keyAccount.ts";
import { runCommand } from "#scripts/runtime/runCommand.ts";

await runCommand(async (args) => {
  const options = readExitOptions(args);
  const proof = await readProofFile(options.proofFile);
  await runExit({
    exit: connectVaultExit(options.rpcUrl, proof),
    proof,
    to: options.to ?? proof.account,
    mode: options.mode,
    isActivationWanted: options.isActivationWanted,
    signer: signerOnce(proof, options.keystore),
    print: (line) => process.stdout.write(`${line}\n`),
  });
  return 0;
});

/** Opening a keystore is slow by design: it is done once, and only when something is sent. */
function signerOnce(proof: CheckedProof, keystore: string | undefined) {
  const place = { keyVariable: "EXIT_PRIVATE_KEY", passwordVariable: "EXIT_KEYSTORE_PASSWORD", keystore };
  let reading: ReturnType<typeof readKeyAccount> | undefined;
  return async () => {
    reading ??= readKeyAccount(place);
    const account = await reading;
    if (account.address.toLowerCase() === proof.account) return account;
    throw new ExitRefused(`The key is that of ${account.address}; the proof is of ${proof.account}.`);
  };
}
