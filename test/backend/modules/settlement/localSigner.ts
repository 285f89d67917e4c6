import { createServer } from "node:http";
import { join } from "node:path";
import type { Hex } from "viem";
import { privateKeyToAccount, sign } from "viem/accounts";
import { systemClock } from "#backend/adapters/clock.ts";
import { createLog } from "#backend/adapters/log.ts";
import { listenOnUnixSocket } from "#backend/adapters/unixSocket.ts";
import { createVaultReader } from "#backend/adapters/vaultReader.ts";
import { createSignerListener } from "#backend/modules/signer/signer.routes.ts";
import { createSignerService } from "#backend/modules/signer/signer.service.ts";
import { openSignerStore } from "#backend/modules/signer/signer.store.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";

const SIGNER_KEY: Hex = `0x${"51".repeat(32)}`;
export const SIGNER_ADDRESS = privateKeyToAccount(SIGNER_KEY).address.toLowerCase() as Hex;
const PLENTY = 10n ** 18n;

export interface LocalSignerOptions {
  /** Where its socket and its store are; started again there, it remembers. */
  readonly folder: string;
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly vault: Hex;
  /** Beside the native coin. */
  readonly tokens?: readonly Hex[];
  readonly maxRecipientDayQuanta?: bigint;
  readonly maxBatchQuanta?: bigint;
}

/** The real signer on its socket, reading a real chain; only its key lies in memory. */
export async function startLocalSigner(options: LocalSignerOptions) {
  const { folder, rpcUrl, chainId, vault, tokens = [] } = options;
  const { maxRecipientDayQuanta = PLENTY, maxBatchQuanta = PLENTY } = options;
  const socket = join(folder, "signer.sock");
  const store = openSignerStore(join(folder, "signer.sqlite"));
  const caps = {
    maxDayQuanta: PLENTY,
    maxRecipientBatchQuanta: PLENTY,
    maxRecipientDayQuanta,
    maxBatchQuanta,
  };
  const service = createSignerService({
    key: {
      address: () => SIGNER_ADDRESS,
      async signDigest(hash) {
        const { r, s, yParity } = await sign({ hash, privateKey: SIGNER_KEY });
        return { r, s, yParity: yParity === 1 ? 1 : 0 };
      },
    },
    store,
    policy: {
      isStopped: () => false,
      policy: {
        maxDeadlineSeconds: 10_000_000n,
        vaults: [
          {
            chainId,
            vault,
            types: ["PayoutBatch"],
            tokens: [NATIVE_TOKEN, ...tokens].map((token) => ({ token, ...caps })),
          },
        ],
      },
    },
    chain: createVaultReader(new Map([[chainId, [rpcUrl]]])),
    clock: systemClock,
  });
  const server = createServer(createSignerListener(service, createLog({ name: "signer", level: "silent" })));
  await listenOnUnixSocket(server, socket);
  return {
    socket,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          store.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
