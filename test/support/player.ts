import { randomUUID } from "node:crypto";
import { io, type Socket } from "socket.io-client";
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  parseAbi,
  type TransactionReceipt,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import type { z } from "zod";
import { tokenResponse } from "#domain/api/auth.ts";
import { type BetRequest, type BetResponse, betResponse } from "#domain/api/casino.ts";
import { type RotateResponse, rotateResponse, seedsResponse } from "#domain/api/fairness.ts";
import { type HouseConfig, houseConfig } from "#domain/api/houseConfig.ts";
import { betAck } from "#domain/api/socket.ts";
import {
  depositPage,
  meResponse,
  type WithdrawalView,
  withdrawalPage,
  withdrawalView,
} from "#domain/api/wallet.ts";

const vaultAbi = parseAbi(["function deposit() payable"]);
const ACK_TIMEOUT_MS = 30_000;
const POLL_MS = 150;

/** An answer of the API that was not a success: the status and the problem's code. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(`${status} ${code}: ${detail}`);
    this.status = status;
    this.code = code;
  }
}

/** A player as a stranger would write one: everything it knows comes from `/v1/config`. */
export class Player {
  readonly apiUrl: string;
  readonly config: HouseConfig;
  readonly account: ReturnType<typeof privateKeyToAccount>;
  accessToken = "";
  socket: Socket | undefined;

  private constructor(apiUrl: string, config: HouseConfig, privateKey: Hex) {
    this.apiUrl = apiUrl;
    this.config = config;
    this.account = privateKeyToAccount(privateKey);
  }

  /** Reads the house's configuration; a fresh wallet unless a key is given. */
  static async open(apiUrl: string, privateKey: Hex = generatePrivateKey()): Promise<Player> {
    const answer = await fetch(`${apiUrl}/v1/config`);
    return new Player(apiUrl, houseConfig.parse(await answer.json()), privateKey);
  }

  get chain() {
    const { id, name, rpcUrl } = this.config.chain;
    return defineChain({
      id,
      name,
      nativeCurrency: { name: "BNB", symbol: "BNB", decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
    });
  }

  get publicClient() {
    return createPublicClient({ chain: this.chain, transport: http(), pollingInterval: POLL_MS });
  }

  get walletClient() {
    return createWalletClient({ chain: this.chain, transport: http(), account: this.account });
  }

  async request<Answer extends z.ZodType>(
    schema: Answer,
    method: string,
    path: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<z.output<Answer>> {
    const answer = await fetch(`${this.apiUrl}/v1${path}`, {
      method,
      headers: {
        ...(this.accessToken === "" ? {} : { authorization: `Bearer ${this.accessToken}` }),
        ...(options.body === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const body: unknown = answer.status === 204 ? undefined : await answer.json();
    if (!answer.ok) {
      const { code, detail } = body as { code: string; detail: string };
      throw new Refused(answer.status, code, detail);
    }
    return schema.parse(body);
  }

  async signIn(): Promise<void> {
    const nonceAnswer = await fetch(`${this.apiUrl}/v1/auth/nonce`);
    const { nonce } = (await nonceAnswer.json()) as { nonce: string };
    const { domain, uri, statement } = this.config.signIn;
    const message = createSiweMessage({
      address: this.account.address,
      chainId: this.config.chain.id,
      domain,
      nonce,
      uri,
      statement,
      version: "1",
    });
    const signature = await this.account.signMessage({ message });
    const tokens = await this.request(tokenResponse, "POST", "/auth/wallet", {
      body: { message, signature },
    });
    this.accessToken = tokens.accessToken;
  }

  /** Coins to play with, from the faucet of a development chain. */
  async takeFromFaucet(): Promise<void> {
    const faucet = this.config.faucet;
    if (faucet === null) throw new Error("this house has no faucet");
    const answer = await fetch(faucet.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ address: this.account.address }),
    });
    if (!answer.ok) throw new Error(`the faucet answered ${answer.status}: ${await answer.text()}`);
    await until("coins from the faucet", async () => {
      const balance = await this.publicClient.getBalance({ address: this.account.address });
      return balance > 0n;
    });
  }

  async deposit(amountMinor: bigint): Promise<TransactionReceipt> {
    const vault = this.config.vaults[0];
    const currency = this.config.currencies[0];
    if (vault === undefined || currency === undefined) throw new Error("the house has no vault");
    const hash = await this.walletClient.writeContract({
      address: vault.address as Hex,
      abi: vaultAbi,
      functionName: "deposit",
      value: amountMinor * BigInt(currency.quantumWei),
    });
    return this.publicClient.waitForTransactionReceipt({ hash });
  }

  async me() {
    return this.request(meResponse, "GET", "/users/me");
  }

  async available(): Promise<bigint> {
    const { balances } = await this.me();
    return BigInt(balances[0]?.available ?? "0");
  }

  async deposits() {
    return (await this.request(depositPage, "GET", "/users/me/deposits")).items;
  }

  async withdrawals() {
    return (await this.request(withdrawalPage, "GET", "/users/me/withdrawals")).items;
  }

  async withdraw(amountMinor: bigint, key: string = randomUUID()): Promise<WithdrawalView> {
    return this.request(withdrawalView, "POST", "/users/withdraw", {
      body: { currency: "BNB", amount: amountMinor.toString() },
      headers: { "idempotency-key": key },
    });
  }

  /** Connects the socket and resolves when the first snapshot of balances has come. */
  async connect(): Promise<Socket> {
    const { url, path } = this.config.socket;
    const socket = io(url, { path, transports: ["websocket"], auth: { token: this.accessToken } });
    this.socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.once("balance", () => resolve());
      socket.once("connect_error", reject);
    });
    return socket;
  }

  /** One bet over the socket. @throws Refused */
  async bet(request: BetRequest): Promise<BetResponse> {
    if (this.socket === undefined) throw new Error("connect the socket first");
    const ack = betAck.parse(await this.socket.timeout(ACK_TIMEOUT_MS).emitWithAck("bet", request));
    if (ack.ok) return ack.result;
    throw new Refused(ack.problem.status, ack.problem.code, ack.problem.detail);
  }

  /** One bet over HTTP. @throws Refused */
  async betOverHttp(request: BetRequest): Promise<BetResponse> {
    return this.request(betResponse, "POST", "/casino/bets", {
      body: request,
      headers: { "idempotency-key": request.betId },
    });
  }

  async seeds() {
    return this.request(seedsResponse, "GET", "/fairness/seeds");
  }

  async rotate(): Promise<RotateResponse> {
    return this.request(rotateResponse, "POST", "/fairness/rotate", { body: {} });
  }

  close(): void {
    this.socket?.disconnect();
  }
}

/** A dice bet at even odds or so. */
export function diceBet(stakeMinor: bigint, overrides: Partial<BetRequest> = {}): BetRequest {
  return {
    betId: randomUUID(),
    game: "dice",
    currency: "BNB",
    stake: stakeMinor.toString(),
    params: { targetHundredths: 5050, direction: "over" },
    ...overrides,
  };
}

/** Polls until the condition holds. @throws when it does not within the time. */
export async function until(what: string, holds: () => Promise<boolean>, timeoutMs = 180_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
