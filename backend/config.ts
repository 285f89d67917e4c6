import { z } from "zod";
import { FairhouseError } from "#domain/errors.ts";

/** A process was started with settings it cannot run with; the message lists every one of them. */
export class InvalidConfig extends FairhouseError {
  readonly code = "INVALID_CONFIG";
}

const port = z.coerce.number().int().min(1).max(65_535);
const url = z.url();
const hostAndPort = z
  .string()
  .regex(/^([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):[0-9]{1,5}$/, "must be host:port, such as 10.0.0.5:7443");
const hexKey = z.string().regex(/^0x[0-9a-fA-F]{64}$/, "must be 0x and 64 hex digits");
const base64Key32 = z
  .base64()
  .refine((text) => Buffer.from(text, "base64").length === 32, "must be 32 bytes in base64");

/** One or more endpoints: "http://a,http://b". */
const urlList = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(z.array(url).min(1).max(8));

const webSocketUrl = z.url({ protocol: /^wss?$/, error: "must be a ws:// or wss:// address" });
/** None, or several: "wss://a,wss://b". */
const webSocketUrlList = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(z.array(webSocketUrl).max(8));

const finality = z.enum(["depth", "finalized"]);
const finalityDepth = z.coerce.number().int().min(1).max(1_000);

/** Chains besides the main one, as a JSON list. */
const chainList = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('must be a JSON list, such as [{"chainId":97,"rpcUrls":["https://a"]}]');
      return z.NEVER;
    }
  })
  .pipe(
    z
      .array(
        z.strictObject({
          chainId: z.number().int().positive(),
          rpcUrls: z.array(url).min(1).max(8),
          wsUrls: z.array(webSocketUrl).max(8).default([]),
          finality: finality.default("depth"),
          finalityDepth: finalityDepth.optional(),
        }),
      )
      .max(16),
  );

const logLevel = z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info");

/** Every key that any process reads. `.env.example` explains each; a test keeps the two in agreement. */
export const allSettings = z.object({
  LOG_LEVEL: logLevel,
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgres:// URL"),
  REDIS_URL: z.string().regex(/^rediss?:\/\//, "must be a redis:// URL"),
  RPC_URLS: urlList,
  CHAIN_ID: z.coerce.number().int().positive(),
  FINALITY_DEPTH: finalityDepth.optional(),
  DEFAULT_TENANT: z.string().min(1).default("main"),

  API_PORT: port.default(4000),
  API_HOST: z.string().min(1).default("127.0.0.1"),
  PUBLIC_API_URL: url.default("http://localhost:4000"),
  PUBLIC_RPC_URL: url.default("http://localhost:8545"),
  EXPLORER_URL: url.optional(),
  WEB_ORIGIN: url.default("http://localhost:3000"),
  TRUST_PROXY_HOPS: z.coerce.number().int().min(0).max(5).default(0),
  JWT_PRIVATE_KEY: base64Key32,
  SEED_ENCRYPTION_KEY: base64Key32,
  BETS_PER_SECOND: z.coerce.number().int().min(1).max(10_000).default(100),
  BETS_BURST: z.coerce.number().int().min(1).max(100_000).default(1_000),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(6_000),
  FAUCET_PRIVATE_KEY: hexKey.optional(),

  WORKER_PORT: port.default(4001),
  SENDER_PRIVATE_KEY: hexKey,
  OPERATOR_PRIVATE_KEY: hexKey,
  CHECKPOINT_DIR: z.string().min(1).optional(),
  CHECKPOINT_LATE_SECONDS: z.coerce.number().int().min(60).max(518_400).default(7_200),
  SIGNER_SOCKET: z.string().min(1).optional(),
  SIGNER_TLS_ADDRESS: hostAndPort.optional(),
  SIGNER_TLS_CERT: z.string().min(1).optional(),
  SIGNER_TLS_KEY: z.string().min(1).optional(),
  SIGNER_TLS_CA: z.string().min(1).optional(),
  PAYOUT_INTERVAL_MS: z.coerce.number().int().min(100).max(3_600_000).default(2_000),

  SIGNER_PKCS11_MODULE: z.string().min(1).optional(),
  SIGNER_PKCS11_TOKEN: z.string().min(1).max(32).optional(),
  SIGNER_PKCS11_PIN: z.string().min(4).optional(),
  SIGNER_PKCS11_KEY: z.string().min(1).max(64).default("fairhouse-signer"),
  SIGNER_KEYSTORE: z.string().min(1).optional(),
  SIGNER_KEYSTORE_PASSWORD: z.string().min(12).optional(),
  SIGNER_POLICY: z.string().min(1),
  SIGNER_STORE: z.string().min(1),

  INDEXER_PORT: port.default(4002),
  MAX_REORG_DEPTH: z.coerce.number().int().min(1).max(10_000).default(64),
  RECONCILE_INTERVAL_MS: z.coerce.number().int().min(1_000).max(3_600_000).default(15_000),
  RPC_WS_URLS: webSocketUrlList.default([]),
  FINALITY: finality.default("depth"),
  OTHER_CHAINS: chainList.default([]),
  ALERT_WEBHOOK_URL: url.optional(),
  ALERT_WEBHOOK_SECRET: z.string().min(16).optional(),
});

const database = { LOG_LEVEL: true, DATABASE_URL: true } as const;
const chain = { RPC_URLS: true, CHAIN_ID: true } as const;
/** Who tells when money is final, and who says so to clients; the others go by what is recorded. */
const finalityRule = { FINALITY: true, FINALITY_DEPTH: true } as const;
/** The way between the signer and those who ask it: each side with its own certificate, if any. */
const signerEndpoint = {
  SIGNER_SOCKET: true,
  SIGNER_TLS_ADDRESS: true,
  SIGNER_TLS_CERT: true,
  SIGNER_TLS_KEY: true,
  SIGNER_TLS_CA: true,
} as const;
const signerKey = {
  SIGNER_PKCS11_MODULE: true,
  SIGNER_PKCS11_TOKEN: true,
  SIGNER_PKCS11_PIN: true,
  SIGNER_PKCS11_KEY: true,
  SIGNER_KEYSTORE: true,
  SIGNER_KEYSTORE_PASSWORD: true,
} as const;

/** What each process reads, and nothing else: a process holds no setting it has no use for. */
export const apiSettings = allSettings.pick({
  ...database,
  ...chain,
  ...finalityRule,
  REDIS_URL: true,
  DEFAULT_TENANT: true,
  API_PORT: true,
  API_HOST: true,
  PUBLIC_API_URL: true,
  PUBLIC_RPC_URL: true,
  EXPLORER_URL: true,
  WEB_ORIGIN: true,
  TRUST_PROXY_HOPS: true,
  JWT_PRIVATE_KEY: true,
  SEED_ENCRYPTION_KEY: true,
  BETS_PER_SECOND: true,
  BETS_BURST: true,
  REQUESTS_PER_MINUTE: true,
  FAUCET_PRIVATE_KEY: true,
});
export const workerSettings = allSettings.pick({
  ...database,
  ...chain,
  REDIS_URL: true,
  WORKER_PORT: true,
  SENDER_PRIVATE_KEY: true,
  OPERATOR_PRIVATE_KEY: true,
  CHECKPOINT_DIR: true,
  CHECKPOINT_LATE_SECONDS: true,
  ...signerEndpoint,
  PAYOUT_INTERVAL_MS: true,
});
export const signerSettings = allSettings.pick({
  LOG_LEVEL: true,
  ...signerEndpoint,
  ...signerKey,
  SIGNER_POLICY: true,
  SIGNER_STORE: true,
});
/** What `npm run signer` looks at; each of its commands needs only some of them. */
export const signerCommandSettings = allSettings
  .pick({ ...signerKey, SIGNER_POLICY: true, SIGNER_STORE: true })
  .partial({ SIGNER_POLICY: true, SIGNER_STORE: true });
export const indexerSettings = allSettings.pick({
  ...database,
  ...chain,
  ...finalityRule,
  INDEXER_PORT: true,
  MAX_REORG_DEPTH: true,
  RECONCILE_INTERVAL_MS: true,
  RPC_WS_URLS: true,
  OTHER_CHAINS: true,
  ALERT_WEBHOOK_URL: true,
  ALERT_WEBHOOK_SECRET: true,
});
/** Command-line tools that only look at the database. */
export const databaseSettings = allSettings.pick(database);

export type ApiConfig = z.output<typeof apiSettings>;
export type WorkerConfig = z.output<typeof workerSettings>;
export type IndexerConfig = z.output<typeof indexerSettings>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads one process's settings from the environment. An empty value counts as absent.
 * @throws InvalidConfig naming every key that is missing or malformed; values are never repeated.
 */
export function readConfig<Settings extends z.ZodObject>(
  settings: Settings,
  environment: Environment = process.env,
): z.output<Settings> {
  const present = Object.fromEntries(
    Object.keys(settings.shape).map((key) => [key, environment[key] || undefined]),
  );
  const parsed = settings.safeParse(present);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new InvalidConfig(`Set these in the environment or .env (see .env.example): ${faults.join("; ")}`);
}

/** Blocks on top of an event before its money counts as final, where FINALITY_DEPTH does not say. */
export function finalityDepthOf(chainId: number, configured: number | undefined): number {
  if (configured !== undefined) return configured;
  return chainId === 31_337 ? 6 : 15;
}

/** Who is told of alerts, if anybody. @throws InvalidConfig when only half of it is said */
export function alertReceiverOf({
  ALERT_WEBHOOK_URL: address,
  ALERT_WEBHOOK_SECRET: secret,
}: IndexerConfig): { readonly url: string; readonly secret: string } | undefined {
  if (address === undefined && secret === undefined) return undefined;
  if (address === undefined || secret === undefined)
    throw new InvalidConfig("Set both ALERT_WEBHOOK_URL and ALERT_WEBHOOK_SECRET, or neither.");
  return { url: address, secret };
}
