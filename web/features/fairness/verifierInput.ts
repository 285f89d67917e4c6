import { z } from "zod";
import { isAsciiSeed, isNonce } from "#domain/fairness/seeds.ts";
import { draws } from "#domain/games/draws.ts";
import { games } from "#domain/games/registry.ts";
import { exampleParams } from "@/lib/games/schemaForm";
import type { RecomputeInput } from "@/lib/verify/recompute";

/** The verifier's fields as typed. */
export type VerifierInput = Readonly<
  Record<"game" | "serverSeed" | "clientSeed" | "nonce" | "params", string>
>;

export type VerifierFault = "serverSeed" | "clientSeed" | "nonce" | "params";

const LONGEST_SEED = 256;

/** What can be worked out from a pair of seeds: every game, and cards alone. */
export const VERIFIABLE: readonly string[] = [...draws.keys()];

/** What the parameters of a game look like, to start from. */
export function startingParams(game: string): string {
  const rules = games.get(game);
  return JSON.stringify(rules === undefined ? { count: 5 } : exampleParams(rules.paramsSchema));
}

/** Fills the fields from an address's query, for a link that leads from a bet to its verification. */
export function verifierInputFrom(
  query: Readonly<Record<string, string | string[] | undefined>>,
): VerifierInput {
  const one = (name: string) => {
    const value = query[name];
    return typeof value === "string" ? value : "";
  };
  const game = VERIFIABLE.includes(one("game")) ? one("game") : "dice";
  return {
    game,
    serverSeed: one("serverSeed"),
    clientSeed: one("clientSeed"),
    nonce: one("nonce") || "0",
    params: one("params") || startingParams(game),
  };
}

/** The typed fields as something to work out again, or the first field that is not right. */
export function readVerifierInput(input: VerifierInput): RecomputeInput | VerifierFault {
  const serverSeed = input.serverSeed.trim();
  const nonce = /^\d+$/.test(input.nonce.trim()) ? Number(input.nonce) : Number.NaN;
  const params = parsedParams(input.params);
  if (!isAsciiSeed(serverSeed) || serverSeed.length > LONGEST_SEED) return "serverSeed";
  if (!isAsciiSeed(input.clientSeed) || input.clientSeed.length > LONGEST_SEED) return "clientSeed";
  if (!isNonce(nonce)) return "nonce";
  if (params === undefined) return "params";
  return { game: input.game, serverSeed, clientSeed: input.clientSeed, nonce, params };
}

const params = z.record(z.string(), z.unknown());

/** Undefined for text that is no JSON object. */
function parsedParams(text: string): z.output<typeof params> | undefined {
  try {
    return params.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
