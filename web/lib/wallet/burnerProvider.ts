import {
  type Chain,
  createPublicClient,
  createWalletClient,
  custom,
  type EIP1193Parameters,
  type Hex,
  hexToBigInt,
  http,
  isHex,
  numberToHex,
  ProviderRpcError,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { z } from "zod";

const hex = z.custom<Hex>((value) => isHex(value));
const transaction = z.object({ to: hex, value: hex.optional(), data: hex.optional(), gas: hex.optional() });

const UNSUPPORTED_CHAIN = 4902;

/** A wallet that lives in this page (EIP-1193) and signs without asking. For development chains only. */
export function createBurnerProvider(key: Hex, chain: Chain) {
  const account = privateKeyToAccount(key);
  const transport = http(chain.rpcUrls.default.http[0]);
  const wallet = createWalletClient({ account, chain, transport });
  const node = createPublicClient({ chain, transport });

  async function send(parameters: unknown): Promise<Hex> {
    const [{ to, value = "0x0", data, gas }] = z.tuple([transaction]).parse(parameters);
    return wallet.sendTransaction({
      to,
      value: hexToBigInt(value),
      ...(data === undefined ? {} : { data }),
      ...(gas === undefined ? {} : { gas: hexToBigInt(gas) }),
    });
  }

  async function request({ method, params }: EIP1193Parameters): Promise<unknown> {
    switch (method) {
      case "eth_accounts":
      case "eth_requestAccounts":
        return [account.address];
      case "eth_chainId":
        return numberToHex(chain.id);
      case "wallet_switchEthereumChain":
        return switchChain(params, chain.id);
      case "wallet_requestPermissions":
      case "wallet_revokePermissions":
        return null;
      case "personal_sign": {
        const [raw] = z.tuple([hex, hex]).parse(params);
        return account.signMessage({ message: { raw } });
      }
      case "eth_sendTransaction":
        return send(params);
      default:
        return node.transport.request({ method, params });
    }
  }

  return {
    request: custom({ request })({ chain, retryCount: 0 }).request,
    // One key on one chain: nothing ever changes, so there is nothing to tell.
    on() {},
    removeListener() {},
  };
}

function switchChain(params: unknown, ownChainId: number): null {
  const [{ chainId }] = z.tuple([z.object({ chainId: z.string() })]).parse(params);
  if (Number(chainId) === ownChainId) return null;
  throw new ProviderRpcError(new Error(`The burner wallet only knows chain ${ownChainId}.`), {
    code: UNSUPPORTED_CHAIN,
    shortMessage: "Unknown chain.",
  });
}
