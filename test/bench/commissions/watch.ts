import { setTimeout as pause } from "node:timers/promises";
import { createBetIds } from "../bets/betIds.ts";
import { openBetSocket } from "../bets/betSocket.ts";
import type { Latencies } from "../bets/latencies.ts";

/** A player who bets, and the agent right above, who looks whether the commission is there. */
export interface Watched {
  readonly playerToken: string;
  readonly agentToken: string;
}

export interface WatchOptions {
  readonly port: number;
  readonly stakeMinor: bigint;
  /** What each bet gives the agent. */
  readonly dueMinor: bigint;
  readonly untilMs: number;
  /** Between the bets of one player. */
  readonly pauseMs: number;
  /** From the answer to the bet until the agent has seen its commission. */
  readonly visible: Latencies;
}

/** A commission that has not come by then never will. */
const GIVE_UP_MS = 5_000;

/** Bets until the time is up. @returns the ids of the bets, all of which were accepted */
export async function watch({ playerToken, agentToken }: Watched, options: WatchOptions): Promise<string[]> {
  const { port, stakeMinor, dueMinor, untilMs, pauseMs, visible } = options;
  const socket = await openBetSocket(port, playerToken);
  const newBetId = createBetIds();
  const placed: string[] = [];
  let claimMinor = await readClaim(port, agentToken);
  while (performance.now() < untilMs) {
    const betId = newBetId();
    await new Promise<void>((resolve, reject) => {
      const bet = { betId, game: "dice", currency: "BNB", stake: `${stakeMinor}`, params: PARAMS };
      socket.place(JSON.stringify(bet), ({ isAccepted, refusal }) =>
        isAccepted ? resolve() : reject(new Error(`a watched bet was refused: ${refusal}`)),
      );
    });
    const answeredAt = performance.now();
    claimMinor += dueMinor;
    while ((await readClaim(port, agentToken)) < claimMinor) {
      if (performance.now() - answeredAt > GIVE_UP_MS)
        throw new Error(`bet ${betId} earned its agent nothing`);
    }
    visible.add(performance.now() - answeredAt);
    placed.push(betId);
    await pause(pauseMs);
  }
  return placed;
}
const PARAMS = { targetHundredths: 5_050, direction: "over" };

async function readClaim(port: number, token: string): Promise<bigint> {
  const response = await fetch(`http://127.0.0.1:${port}/v1/agents/members/me`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`the agent was answered ${response.status}`);
  const { claims }: { claims: readonly { claim: string }[] } = await response.json();
  return BigInt(claims[0]?.claim ?? "0");
}
