import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { FairhouseError } from "#domain/errors.ts";
import type { SigningPolicy } from "#domain/settlement/signingPolicy.ts";
import { hexOf } from "./signerProtocol.ts";

/** The signer's policy file cannot be used; the message names every fault. */
export class PolicyInvalid extends FairhouseError {
  readonly code = "POLICY_INVALID";
}

const MAX_VAULTS = 256;
const MAX_TOKENS = 64;
const WRITABLE_BY_ALL = 0o002;

const quanta = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,38})$/, "must be a whole number of quanta in decimal digits")
  .transform(BigInt);

const tokenCaps = z.strictObject({
  token: hexOf(20),
  maxBatchQuanta: quanta,
  maxDayQuanta: quanta,
  maxRecipientBatchQuanta: quanta,
  maxRecipientDayQuanta: quanta,
});

/** The file's content. Unknown keys are refused: a misspelt cap must not pass for no cap. */
const policyShape = z.strictObject({
  version: z.literal(1),
  /** While a file of this name exists (relative to the policy's folder), everything is refused. */
  killSwitchFile: z.string().min(1),
  maxDeadlineSeconds: z.number().int().min(60).max(31_536_000),
  vaults: z
    .array(
      z.strictObject({
        chainId: z.number().int().positive(),
        vault: hexOf(20),
        tokens: z.array(tokenCaps).min(1).max(MAX_TOKENS),
      }),
    )
    .max(MAX_VAULTS),
});
/** As the file is written: amounts as decimal text. */
export type PolicyFile = z.input<typeof policyShape>;

export interface LoadedPolicy {
  readonly policy: SigningPolicy;
  /** Looked up anew each time, so that creating the file stops a running signer at once. */
  isStopped(): boolean;
}

/** Reads the signer's own policy. @throws PolicyInvalid */
export async function readPolicy(path: string): Promise<LoadedPolicy> {
  const parsed = policyShape.safeParse(await readJson(path));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new PolicyInvalid(`Correct the signer's policy ${path}: ${faults.join("; ")}`);
  }
  const { killSwitchFile, maxDeadlineSeconds, vaults } = parsed.data;
  const switchPath = resolve(dirname(path), killSwitchFile);
  return {
    policy: { maxDeadlineSeconds: BigInt(maxDeadlineSeconds), vaults },
    isStopped: () => existsSync(switchPath),
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    const { mode } = await stat(path);
    if ((mode & WRITABLE_BY_ALL) !== 0) {
      throw new PolicyInvalid(
        `Anyone may write the signer's policy ${path}: take that right away (chmod o-w).`,
      );
    }
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    if (cause instanceof PolicyInvalid) throw cause;
    throw new PolicyInvalid(`The signer's policy ${path} cannot be read as JSON: set SIGNER_POLICY.`, {
      cause,
    });
  }
}
