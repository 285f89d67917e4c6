import type { KeyBackend } from "#backend/adapters/keyBackend.ts";
import type { VaultPlace } from "#backend/adapters/vaultReader.ts";
import type { EvmAddress, Hex } from "#domain/chain/hex.ts";
import { type SigningPolicy, vaultPolicyFor } from "#domain/settlement/signingPolicy.ts";
import type { Signed, SignerStore } from "./signer.store.ts";

/** One request for a signature, whatever its type: what is wanted, and the steps that lead to it. */
export interface Signable {
  /** For the log. */
  readonly subject: string;
  readonly digest: Hex;
  /** Checks that the request agrees with itself. @throws SigningRefused */
  decode(): void;
  /** What was signed before in its place and still stands. @throws SigningRefused when that is something else */
  findStanding(nowSeconds: bigint): Signed | undefined;
  /** Holds it against the policy and the chain. @throws SigningRefused */
  judge(nowSeconds: bigint): void;
  record(signed: Signed, nowSeconds: bigint): void;
}

export interface SignableDependencies {
  readonly key: KeyBackend;
  readonly store: SignerStore;
  readonly policy: SigningPolicy;
}

/** The address that the vault must name as its signer, for this key's signatures to count. */
export function signsAs(vault: VaultPlace, { key, policy }: SignableDependencies): EvmAddress {
  return vaultPolicyFor(policy, vault)?.signerContract ?? key.address();
}
