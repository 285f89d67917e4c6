/**
 * What an operator does with the signer's key, policy and log.
 *
 *   init                      makes the key: inside the HSM, or in an encrypted keystore
 *   address                   prints the key's address
 *   rotate [--to NAME]        makes the next key, and says what the vault's administrator must do
 *   rotate --retire NAME      destroys a key that no vault obeys any more
 *   policy [--example]        checks the policy, and says what each number means
 *   check-log [--expect SEQ:HASH]
 *                             recomputes the log of all requests; exit code 1 when something contradicts
 *
 * Settings come from the environment or .env (see .env.example); without any, those of the house that `npm start`
 * runs from this folder are taken.
 */
import { runCommand } from "#scripts/runtime/runCommand.ts";
import { checkLog } from "#scripts/signer/checkLog.ts";
import { readSignerOptions, type SignerOptions } from "#scripts/signer/options.ts";
import { showPolicy } from "#scripts/signer/policy.ts";
import { retireKey, rotateKey } from "#scripts/signer/rotate.ts";
import { commandSettings } from "#scripts/signer/settings.ts";
import { initKey, keyName, openKey } from "#scripts/signer/signingKey.ts";

await runCommand((args) => run(readSignerOptions(args)));

async function run(options: SignerOptions): Promise<number> {
  const settings = await commandSettings();
  switch (options.command) {
    case "init": {
      const { address, isNew, source } = await initKey(settings);
      const found = isNew ? "A new key was made in" : "There is a key already in";
      console.log(`${found} ${keyName(source)}. Its address, which the vault must know as its signer:`);
      console.log(address);
      return 0;
    }
    case "address":
      console.log(await openKey(settings));
      return 0;
    case "rotate":
      console.log(await rotateKey(settings, options.to));
      return 0;
    case "retire":
      console.log(await retireKey(settings, options.name));
      return 0;
    case "policy":
      console.log(await showPolicy(settings, options.isExample));
      return 0;
    case "check-log": {
      const { text, isSound } = checkLog(settings, options.expected);
      console.log(text);
      return isSound ? 0 : 1;
    }
  }
}
