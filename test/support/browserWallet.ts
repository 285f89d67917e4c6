import type { Page } from "playwright-core";
import { createWalletClient, defineChain, type Hex, http, numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

/** EIP-1193's code for "the user said no". */
const USER_REJECTED = 4001;
const CHAIN_NOT_ADDED = 4902;

interface Call {
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** A wallet extension for tests: announced by EIP-6963, its keys and its moods are held by the test. */
export class BrowserWallet {
  account = privateKeyToAccount(generatePrivateKey());
  readonly #rpcUrl: string;
  chainId: number;
  /** The next request that asks the user for consent is declined. */
  willReject = false;
  /** Whether the wallet can switch to the network, or must be told first what it is. */
  knowsNetwork = true;
  #page: Page | undefined;

  constructor(rpcUrl: string, chainId: number) {
    this.#rpcUrl = rpcUrl;
    this.chainId = chainId;
  }

  /** Puts the wallet into every document of the page. Call before it navigates. */
  async install(page: Page): Promise<void> {
    this.#page = page;
    await page.exposeFunction("testWalletRequest", async (call: Call) => {
      try {
        return { result: await this.#answer(call) };
      } catch (error) {
        const { code = -32_603, message } = error as { code?: number; message: string };
        return { error: { code, message } };
      }
    });
    await page.addInitScript(announce);
  }

  /** As when its owner picks another account in the extension. */
  async changeAccount(): Promise<void> {
    this.account = privateKeyToAccount(generatePrivateKey());
    await this.#page?.evaluate(
      (accounts) =>
        window.dispatchEvent(
          new CustomEvent("testWallet", { detail: { event: "accountsChanged", value: accounts } }),
        ),
      [this.account.address],
    );
  }

  /** What the account holds on the chain, in wei. */
  async coins(): Promise<bigint> {
    return BigInt((await this.#forward("eth_getBalance", [this.account.address, "latest"])) as Hex);
  }

  async #answer({ method, params = [] }: Call): Promise<unknown> {
    switch (method) {
      case "eth_requestAccounts":
        this.#consent();
        return [this.account.address];
      case "eth_accounts":
        return [this.account.address];
      case "eth_chainId":
        return numberToHex(this.chainId);
      case "wallet_switchEthereumChain":
        return this.#switchChain(params[0] as { chainId: Hex });
      case "wallet_addEthereumChain":
        this.#consent();
        this.knowsNetwork = true;
        this.chainId = Number((params[0] as { chainId: Hex }).chainId);
        return null;
      case "personal_sign":
        this.#consent();
        return this.account.signMessage({ message: { raw: params[0] as Hex } });
      case "eth_sendTransaction":
        this.#consent();
        return this.#send(params[0] as { to: Hex; data?: Hex; value?: Hex });
      default:
        return this.#forward(method, params);
    }
  }

  #consent(): void {
    if (!this.willReject) return;
    this.willReject = false;
    throw Object.assign(new Error("User rejected the request."), { code: USER_REJECTED });
  }

  #switchChain({ chainId }: { chainId: Hex }): null {
    this.#consent();
    if (!this.knowsNetwork) throw Object.assign(new Error("unknown chain"), { code: CHAIN_NOT_ADDED });
    this.chainId = Number(chainId);
    return null;
  }

  async #send({ to, data, value }: { to: Hex; data?: Hex; value?: Hex }): Promise<Hex> {
    const chain = defineChain({
      id: this.chainId,
      name: "test",
      nativeCurrency: { name: "BNB", symbol: "BNB", decimals: 18 },
      rpcUrls: { default: { http: [this.#rpcUrl] } },
    });
    const client = createWalletClient({ account: this.account, chain, transport: http() });
    return client.sendTransaction({ to, ...(data && { data }), ...(value && { value: BigInt(value) }) });
  }

  async #forward(method: string, params: readonly unknown[]): Promise<unknown> {
    const answer = await fetch(this.#rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = (await answer.json()) as { result?: unknown; error?: { message: string } };
    if (error !== undefined) throw Object.assign(new Error(error.message), error);
    return result;
  }
}

/** Runs in the page, so it can use nothing from this module. */
function announce(): void {
  type Listener = (value: unknown) => void;
  type Answer = { result?: unknown; error?: { code: number; message: string } };
  const ask = (globalThis as unknown as { testWalletRequest: (call: unknown) => Promise<Answer> })
    .testWalletRequest;
  const listeners = new Map<string, Set<Listener>>();
  const emit = (event: string, value: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value);
  };
  window.addEventListener("testWallet", (told) => {
    const { event, value } = (told as CustomEvent<{ event: string; value: unknown }>).detail;
    emit(event, value);
  });
  const provider = {
    async request(call: { method: string; params?: unknown[] }) {
      const { result, error } = await ask({ method: call.method, params: call.params ?? [] });
      if (error !== undefined) throw Object.assign(new Error(error.message), error);
      if (call.method === "wallet_switchEthereumChain" || call.method === "wallet_addEthereumChain") {
        const [{ chainId }] = call.params as [{ chainId: string }];
        emit("chainChanged", chainId);
      }
      return result;
    },
    on(event: string, listener: Listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    removeListener(event: string, listener: Listener) {
      listeners.get(event)?.delete(listener);
    },
  };
  const detail = Object.freeze({
    info: {
      uuid: "5a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
      name: "Test Wallet",
      icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect width='1' height='1'/></svg>",
      rdns: "org.example.testwallet",
    },
    provider,
  });
  const tell = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  window.addEventListener("eip6963:requestProvider", tell);
  tell();
}
