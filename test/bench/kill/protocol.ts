/** What the process that holds the clients is told when it starts. */
export interface ClientsOrder {
  readonly port: number;
  /** One player each. */
  readonly tokens: readonly string[];
  readonly betsPerSecond: number;
  readonly warmupMs: number;
  /** Each line: a bet's id, and the fingerprint of what its player was told. */
  readonly ackFile: string;
}

export interface ClientsReport {
  readonly acknowledged: number;
  /** Acknowledged only when they were asked for again, with a result that stood already. */
  readonly recovered: number;
  /** Bets that are still without an answer. */
  readonly open: number;
  /** Due while their player's client was not connected or waited for an answer, and so not placed. */
  readonly withheld: number;
  /** Answers that told clients to ask again, by problem code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Times without any acknowledgement, in ms of the machine's own clock. */
  readonly silences: readonly Silence[];
  readonly seconds: number;
}

export interface Silence {
  readonly fromMs: number;
  readonly toMs: number;
}
