import { setTimeout as pause } from "node:timers/promises";
import { type BetAnswer, type BetSocket, openBetSocket } from "../bets/betSocket.ts";

/** How soon a client tries again; each further time in vain it waits twice as long. */
const AGAIN_MS = 200;
const AGAIN_AT_MOST_MS = 2_000;
/** A client that comes back with much to ask does not ask it all at once. */
const ASKED_AGAIN_AT_ONCE = 8;

/** A player's client that asks for every bet, by its id, until it has an answer to it. */
export interface InsistentClient {
  /** Whether it is connected and waits for nothing that has failed: only then does its player bet. */
  readonly isAtEase: boolean;
  /** Bets without an answer. */
  readonly open: number;
  place(betId: string, betText: string): void;
}

export interface InsistentClientOptions {
  readonly port: number;
  readonly token: string;
  readonly onAccepted: (betId: string, answer: BetAnswer) => void;
  /** Of an answer that leaves it open whether the bet was placed, or may be in a moment. */
  readonly onRefused: (refusal: string) => void;
}

/** @returns when it is connected for the first time */
export async function openInsistentClient(options: InsistentClientOptions): Promise<InsistentClient> {
  const { port, token, onAccepted, onRefused } = options;
  const open = new Map<string, string>();
  let socket: BetSocket | undefined = await openBetSocket(port, token, lose);
  /** Bets that were asked for in vain, and those among them that are being asked for again. */
  let failed: string[] = [];
  let askedAgain = 0;
  let againMs = AGAIN_MS;
  let timer: NodeJS.Timeout | undefined;

  function ask(betId: string, isAgain: boolean): void {
    const betText = open.get(betId);
    if (socket === undefined || betText === undefined) return;
    const asked = socket;
    if (isAgain) askedAgain += 1;
    asked.place(betText, (answer) => {
      // What another socket has taken over is counted there.
      if (socket !== asked) return;
      if (isAgain) askedAgain -= 1;
      if (answer.isAccepted) accept(betId, answer);
      else refuse(betId, answer);
    });
  }

  function accept(betId: string, answer: BetAnswer): void {
    open.delete(betId);
    onAccepted(betId, answer);
    againMs = AGAIN_MS;
    if (timer === undefined) askAgain();
  }

  function refuse(betId: string, { refusal }: BetAnswer): void {
    onRefused(refusal);
    failed.push(betId);
    if (timer !== undefined) return;
    timer = setTimeout(askAgain, jittered(againMs));
    againMs = Math.min(againMs * 2, AGAIN_AT_MOST_MS);
  }

  function askAgain(): void {
    clearTimeout(timer);
    timer = undefined;
    const count = Math.max(0, ASKED_AGAIN_AT_ONCE - askedAgain);
    for (const betId of failed.splice(0, count)) ask(betId, true);
  }

  function lose(): void {
    socket = undefined;
    void reconnect();
  }

  async function reconnect(): Promise<void> {
    while (socket === undefined) {
      await pause(jittered(againMs));
      againMs = Math.min(againMs * 2, AGAIN_AT_MOST_MS);
      socket = await openBetSocket(port, token, lose).catch(() => undefined);
    }
    failed = [...open.keys()];
    askedAgain = 0;
    againMs = AGAIN_MS;
    askAgain();
  }

  return {
    get isAtEase() {
      return socket !== undefined && failed.length === 0 && askedAgain === 0;
    },
    get open() {
      return open.size;
    },
    place(betId, betText) {
      open.set(betId, betText);
      ask(betId, false);
    },
  };
}

/** Not all clients at the same moment. */
function jittered(ms: number): number {
  return ms * (0.5 + Math.random());
}
