import { systemClock } from "#backend/adapters/clock.ts";
import { createLog } from "#backend/adapters/log.ts";
import { stopOnSignal } from "#backend/adapters/shutdown.ts";
import { endpointName, signerEndpoint } from "#backend/adapters/signerEndpoint.ts";
import { keySource, openSignerKey } from "#backend/adapters/signerKey.ts";
import { listenAsSigner } from "#backend/adapters/signerServer.ts";
import { readPolicy } from "#backend/adapters/signingPolicyFile.ts";
import { createVaultReader } from "#backend/adapters/vaultReader.ts";
import { readConfig, signerSettings } from "#backend/config.ts";
import { createSignerListener } from "#backend/modules/signer/signer.routes.ts";
import { createSignerService } from "#backend/modules/signer/signer.service.ts";
import { openSignerStore } from "#backend/modules/signer/signer.store.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The signer process: the only one that can use the key, reachable by its Unix socket or mutual TLS alone. */

try {
  await startSigner();
} catch (error) {
  if (!(error instanceof FairhouseError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function startSigner(): Promise<void> {
  // Whatever this process creates, its store above all, is for its own user alone.
  process.umask(0o077);
  const config = readConfig(signerSettings);
  const log = createLog({ name: "signer", level: config.LOG_LEVEL });
  const endpoint = await signerEndpoint(config);
  const policy = await readPolicy(config.SIGNER_POLICY);
  const store = openSignerStore(config.SIGNER_STORE);
  const key = await openSignerKey(keySource(config));
  const chain = createVaultReader(policy.rpcUrls);
  const service = createSignerService({ key, store, policy, chain, clock: systemClock });
  const server = await listenAsSigner(endpoint, createSignerListener(service, log));
  log.info({ address: service.address(), endpoint: endpointName(endpoint) }, "signer ready");

  stopOnSignal(log, async () => {
    await new Promise((resolve) => server.close(resolve));
    store.close();
  });
}
