import { hash } from "node:crypto";
import { z } from "zod";
import { canonicalJson } from "#domain/games/canonicalJson.ts";

const acknowledgement = z.tuple([z.object({ result: z.object({ bet: z.json(), repeated: z.boolean() }) })]);

/** What an acknowledgement says about its bet. */
export function readAcknowledgement(text: string): {
  readonly content: string;
  readonly isRepeated: boolean;
} {
  const [{ result }] = acknowledgement.parse(JSON.parse(text));
  return { content: contentOf(result.bet), isRepeated: result.repeated };
}

/** A fingerprint of all that a player was told of a bet. */
export function contentOf(bet: Parameters<typeof canonicalJson>[0]): string {
  return hash("sha256", canonicalJson(bet), "base64url");
}
