import { custom, hexToNumber, http, isHex, type Transport } from "viem";
import { WrongChain } from "./chainFailure.ts";

const REQUEST_TIMEOUT_MS = 5_000;
const RETRIES = 1;
const RETRY_DELAY_MS = 150;

/** An HTTP endpoint that is asked for its chain before anything else. */
export function chainEndpoint(url: string, chainId: number, retryDelay = RETRY_DELAY_MS): Transport {
  const timeouts = { timeout: REQUEST_TIMEOUT_MS, retryCount: RETRIES, retryDelay };
  const endpoint = http(url, timeouts)({});
  let isVerified = false;
  async function request(wanted: { method: string; params?: unknown }) {
    if (!isVerified) {
      requireChain(await endpoint.request({ method: "eth_chainId" }), chainId, url);
      isVerified = true;
    }
    return endpoint.request(wanted);
  }
  return custom({ request }, { retryCount: 0 });
}

function requireChain(answer: unknown, chainId: number, url: string): void {
  if (isHex(answer) && hexToNumber(answer) === chainId) return;
  // The host alone: paths and queries of endpoints often hold a key.
  const { host } = new URL(url);
  throw new WrongChain(`${host} serves chain ${answer}, not ${chainId}: correct RPC_URLS or CHAIN_ID.`);
}
