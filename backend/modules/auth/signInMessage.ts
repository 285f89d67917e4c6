import { parseSiweMessage } from "viem/siwe";
import { FairhouseError } from "#domain/errors.ts";

/** What a sign-in message must name to be meant for this house. */
export interface SignInExpectation {
  readonly domain: string;
  readonly uri: string;
  readonly chainId: number;
}

/** What is left to prove after the text was read: that the nonce is ours and the signature the address's. */
export interface SignInClaim {
  readonly address: `0x${string}`;
  readonly nonce: string;
}

/** Sign-in texts older than this are refused, whatever they say of their own expiry. */
const MAX_AGE_MS = 10 * 60_000;
/** How far the wallet's clock may run ahead of ours. */
const CLOCK_TOLERANCE_MS = 60_000;

/**
 * The whole text, line by line. Reading finds fields wherever they stand; without this, a line that says something
 * else (an expiry, misspelt) would be signed and not heard. The blank line of an absent statement may be missing.
 */
const LAYOUT = new RegExp(
  [
    /^[^\n]+ wants you to sign in with your Ethereum account:\n0x[0-9a-fA-F]{40}\n\n(?:[^\n]+\n\n|\n)?/,
    /URI: [^\n]+\nVersion: [^\n]+\nChain ID: [^\n]+\nNonce: [^\n]+\nIssued At: [^\n]+/,
    /(?:\nExpiration Time: [^\n]+)?(?:\nNot Before: [^\n]+)?(?:\nRequest ID: [^\n]*)?/,
    /(?:\nResources:(?:\n- [^\n]+)*)?$/,
  ]
    .map(({ source }) => source)
    .join(""),
);

/** The text is not an EIP-4361 message. */
export class SignInMessageInvalid extends FairhouseError {
  readonly code = "SIGN_IN_MESSAGE_INVALID";
  readonly field: string;

  constructor(field: string) {
    super(`The sign-in message is not valid EIP-4361 text: its ${field} is missing or malformed.`);
    this.field = field;
  }
}

/** The message is well formed, but not for this house, chain or time. */
export class SignInRefused extends FairhouseError {
  readonly code = "SIGN_IN_REFUSED";
  readonly field: string;

  constructor(field: string, reason: string) {
    super(`The sign-in message cannot be accepted: ${reason}. Ask for a new nonce and sign again.`);
    this.field = field;
  }
}

/**
 * Reads a sign-in message and checks everything that can be checked without a database or a chain.
 * @throws SignInMessageInvalid, SignInRefused
 */
export function readSignInMessage(text: string, expected: SignInExpectation, nowMs: number): SignInClaim {
  const fields = parseSiweMessage(text);
  const { address, nonce, issuedAt } = fields;
  if (address === undefined || fields.domain === undefined) throw new SignInMessageInvalid("first line");
  if (fields.uri === undefined || nonce === undefined) throw new SignInMessageInvalid("list of fields");
  if (fields.version !== "1") throw new SignInMessageInvalid("version");
  if (issuedAt === undefined || Number.isNaN(issuedAt.getTime()))
    throw new SignInMessageInvalid("issue time");
  if (!LAYOUT.test(text)) throw new SignInMessageInvalid("layout");

  refuseUnless(fields.domain === expected.domain, "domain", `it must name the domain ${expected.domain}`);
  refuseUnless(
    fields.scheme === undefined || `${fields.scheme}:` === new URL(expected.uri).protocol,
    "scheme",
    `its domain must have the scheme of ${expected.uri}`,
  );
  refuseUnless(
    originOf(fields.uri) === originOf(expected.uri),
    "uri",
    `it must name the URI ${expected.uri}`,
  );
  refuseUnless(fields.chainId === expected.chainId, "chainId", `it must name chain ${expected.chainId}`);
  refuseUnless(issuedAt.getTime() <= nowMs + CLOCK_TOLERANCE_MS, "issuedAt", "it was issued in the future");
  refuseUnless(nowMs - issuedAt.getTime() <= MAX_AGE_MS, "issuedAt", "it is too old");
  checkPeriod(fields, nowMs);
  return { address, nonce };
}

function checkPeriod(
  { expirationTime, notBefore }: { expirationTime?: Date | undefined; notBefore?: Date | undefined },
  nowMs: number,
): void {
  if (expirationTime !== undefined) {
    if (Number.isNaN(expirationTime.getTime())) throw new SignInMessageInvalid("expiration time");
    refuseUnless(nowMs < expirationTime.getTime(), "expirationTime", "it has expired");
  }
  if (notBefore !== undefined) {
    if (Number.isNaN(notBefore.getTime())) throw new SignInMessageInvalid("not-before time");
    refuseUnless(nowMs >= notBefore.getTime(), "notBefore", "it is not valid yet");
  }
}

function refuseUnless(holds: boolean, field: string, reason: string): void {
  if (!holds) throw new SignInRefused(field, reason);
}

function originOf(uri: string): string | null {
  return URL.canParse(uri) ? new URL(uri).origin : null;
}
