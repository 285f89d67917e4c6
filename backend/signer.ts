import { createServer } from "node:http";
import { systemClock } from "#backend/adapters/clock.ts";
import { openKeystore } from "#backend/adapters/keystoreKey.ts";
import { createLog } from "#backend/adapters/log.ts";
import { stopOnSignal } from "#backend/adapters/shutdown.ts";
import { readPolicy } from "#backend/adapters/signingPolicyFile.ts";
import { listenOnUnixSocket } from "#backend/adapters/unixSocket.ts";
import { readConfig, signerSettings } from "#backend/config.ts";
import { createSignerListener } from "#backend/modules/signer/signer.routes.ts";
import { createSignerService } from "#backend/modules/signer/signer.service.ts";
import { openSignerStore } from "#backend/modules/signer/signer.store.ts";
import { FairhouseError } from "#domain/errors.ts";

/** The signer process: the only one that holds the key, reachable by its Unix socket alone. */

const REQUEST_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 256;

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
  const policy = await readPolicy(config.SIGNER_POLICY);
  const store = openSignerStore(config.SIGNER_STORE);
  const key = await openKeystore(config.SIGNER_KEYSTORE, config.SIGNER_KEYSTORE_PASSWORD);
  const service = createSignerService({ key, store, policy, clock: systemClock });

  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS },
    createSignerListener(service, log),
  );
  server.maxConnections = MAX_CONNECTIONS;
  await listenOnUnixSocket(server, config.SIGNER_SOCKET);
  log.info({ address: service.address(), socket: config.SIGNER_SOCKET }, "signer ready");

  stopOnSignal(log, async () => {
    await new Promise((resolve) => server.close(resolve));
    store.close();
  });
}
