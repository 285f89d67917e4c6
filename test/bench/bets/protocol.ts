import type { LatencySummary } from "./latencies.ts";

/** Who settles the bets of a run. */
export const CONTENDERS = ["fairhouse", "rowLock", "redisFirst"] as const;
export type Contender = (typeof CONTENDERS)[number];

/** What the server process is told when it starts. */
export interface ServerOrder {
  readonly contender: Contender;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Both 32 bytes in base64. */
  readonly seedKey: string;
  readonly tokenKey: string;
  readonly tenantId: number;
  /** Where the house listens; by itself it finds a free port. */
  readonly port?: number;
  /** "error" unless errors are what is being looked for. */
  readonly logLevel?: "error" | "fatal";
}

/** Open load: bets are due at a fixed rate, whatever the answers do. Saturated: each socket keeps some in flight. */
export type LoadShape =
  | { readonly kind: "open"; readonly betsPerSecond: number }
  | { readonly kind: "saturated"; readonly inFlightPerSocket: number };

/** What the load generator is told when it starts. */
export interface LoadOrder {
  readonly port: number;
  /** What each socket presents: one player each. */
  readonly tokens: readonly string[];
  readonly shape: LoadShape;
  /** Before the figures count: an open load grows to its rate meanwhile, as the server's code is compiled. */
  readonly warmupSeconds: number;
  /** How long the figures count for. */
  readonly seconds: number;
  /** Where to write the ids of the acknowledged bets, one a line. */
  readonly ackFile: string;
  /** Latencies are told apart by periods of this length, too. */
  readonly periodSeconds?: number;
}

export interface LoadReport {
  readonly sent: number;
  readonly acknowledged: number;
  /** By problem code. */
  readonly refused: Readonly<Record<string, number>>;
  readonly unanswered: number;
  readonly acknowledgedPerSecond: number;
  readonly seconds: number;
  /** From the time at which a bet was due. */
  readonly latencyMs: LatencySummary;
  /** One after the other; only when periods were asked for. */
  readonly periodsMs: readonly LatencySummary[];
  readonly cpuSeconds: number;
}
