import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { FairhouseError } from "#domain/errors.ts";
import type { SigningPolicy } from "#domain/settlement/signingPolicy.ts";
import { policyShape } from "./signingPolicyShape.ts";

/** The signer's policy file cannot be used; the message names every fault. */
export class PolicyInvalid extends FairhouseError {
  readonly code = "POLICY_INVALID";
}

const WRITABLE_BY_ALL = 0o002;

export interface LoadedPolicy {
  readonly policy: SigningPolicy;
  /** Looked up anew each time, so that creating the file stops a running signer at once. */
  isStopped(): boolean;
}

export interface PolicyOnFile extends LoadedPolicy {
  readonly killSwitchPath: string;
  /** The endpoints at which the signer reads vaults, by chain. */
  readonly rpcUrls: ReadonlyMap<number, readonly string[]>;
}

/** Reads the signer's own policy. @throws PolicyInvalid */
export async function readPolicy(path: string): Promise<PolicyOnFile> {
  const parsed = policyShape.safeParse(await readJson(path));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new PolicyInvalid(`Correct the signer's policy ${path}: ${faults.join("; ")}`);
  }
  const { killSwitchFile, maxDeadlineSeconds, vaults, chains } = parsed.data;
  const killSwitchPath = resolve(dirname(path), killSwitchFile);
  return {
    policy: { maxDeadlineSeconds, vaults },
    killSwitchPath,
    rpcUrls: new Map(chains.map(({ chainId, rpcUrls }) => [chainId, rpcUrls])),
    isStopped: () => existsSync(killSwitchPath),
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
