import type { EvmAddress } from "#domain/chain/hex.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";

/** Whose signatures a vault obeys, as the signer itself read it. */
export type VaultAuthority = {
  /** In lower case. */
  readonly signer: EvmAddress;
  readonly signerEpoch: bigint;
};

/**
 * Refuses what the vault would not obey. Between a rotation of the vault's signer and the change of keys, a
 * signature by the old key in the new epoch would use up its batch id for nothing.
 *
 * @param wantedEpoch the epoch that the request names
 * @param own the address as which this signer signs, in lower case
 * @throws SigningRefused SIGNER_EPOCH_STALE, SIGNER_NOT_OBEYED
 */
export function requireAuthority(wantedEpoch: bigint, own: EvmAddress, authority: VaultAuthority): void {
  const { signer, signerEpoch } = authority;
  if (wantedEpoch !== signerEpoch) {
    const message = `The vault's signer epoch is ${signerEpoch}, not ${wantedEpoch}.`;
    throw new SigningRefused("SIGNER_EPOCH_STALE", message);
  }
  if (signer !== own)
    throw new SigningRefused("SIGNER_NOT_OBEYED", `The vault obeys ${signer}, not ${own}: change the key.`);
}
