import { isAsciiSeed, isNonce } from "#domain/fairness/seeds.ts";
import type { RecomputeInput } from "@/lib/verify/recompute";

/** The verifier's fields as typed. */
export type VerifierInput = Readonly<
  Record<"game" | "serverSeed" | "clientSeed" | "nonce" | "params", string>
>;

export type VerifierFault = "serverSeed" | "clientSeed" | "nonce" | "params";

const LONGEST_SEED = 256;

/** What the parameters of a game look like, to start from. */
export const EXAMPLE_PARAMS: Readonly<Record<string, string>> = {
  dice: '{"targetHundredths":5000,"direction":"over"}',
  limbo: '{"targetHundredths":200}',
};

/** Fills the fields from an address's query, for a link that leads from a bet to its verification. */
export function verifierInputFrom(
  query: Readonly<Record<string, string | string[] | undefined>>,
): VerifierInput {
  const one = (name: string) => {
    const value = query[name];
    return typeof value === "string" ? value : "";
  };
  const game = one("game") in EXAMPLE_PARAMS ? one("game") : "dice";
  return {
    game,
    serverSeed: one("serverSeed"),
    clientSeed: one("clientSeed"),
    nonce: one("nonce") || "0",
    params: one("params") || (EXAMPLE_PARAMS[game] ?? "{}"),
  };
}

/** The typed fields as something to work out again, or the first field that is not right. */
export function readVerifierInput(input: VerifierInput): RecomputeInput | VerifierFault {
  const serverSeed = input.serverSeed.trim();
  const nonce = /^\d+$/.test(input.nonce.trim()) ? Number(input.nonce) : Number.NaN;
  const params = parsedJson(input.params);
  if (!isAsciiSeed(serverSeed) || serverSeed.length > LONGEST_SEED) return "serverSeed";
  if (!isAsciiSeed(input.clientSeed) || input.clientSeed.length > LONGEST_SEED) return "clientSeed";
  if (!isNonce(nonce)) return "nonce";
  if (params === undefined) return "params";
  return { game: input.game, serverSeed, clientSeed: input.clientSeed, nonce, params };
}

/** Undefined for text that is no JSON. */
function parsedJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
