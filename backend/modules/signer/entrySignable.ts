import { entryIntentDigest } from "#domain/chain/entryIntentDigest.ts";
import { vaultDomain } from "#domain/chain/typedData.ts";
import { requireVault } from "#domain/settlement/judgeBatch.ts";
import {
  type EntrySigningRequest,
  isEntryOver,
  judgeEntryIntent,
} from "#domain/settlement/judgeEntryIntent.ts";
import { utcDayOf } from "#domain/settlement/signingPolicy.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";
import { requireAuthority, type VaultAuthority } from "#domain/settlement/vaultAuthority.ts";
import { type Signable, type SignableDependencies, signsAs } from "./signable.ts";

/** @param authority what the signer read from the chain for this request, or why it could not */
export function entrySignable(
  request: EntrySigningRequest,
  authority: VaultAuthority | SigningRefused,
  dependencies: SignableDependencies,
): Signable {
  const { store, policy } = dependencies;
  const { intent, chainId, vault } = request;
  const { account, nonce, deadline } = intent;
  const place = { chainId, vault, account, nonce };
  const digest = entryIntentDigest(vaultDomain(chainId, vault), intent);
  return {
    subject: `${account}/${nonce}`,
    digest,
    // Its own fields are all there is to it.
    decode: () => undefined,
    findStanding(nowSeconds) {
      const standing = store.findEntry(place);
      if (standing === undefined || standing.digest === digest) return standing;
      if (!(authority instanceof SigningRefused)) {
        const { signerEpoch } = authority;
        if (isEntryOver(standing, { nowSeconds, signerEpoch })) return undefined;
      }
      const message = `Entry ${nonce} of ${account} was signed with the digest ${standing.digest}.`;
      throw new SigningRefused("ENTRY_NONCE_REUSED", message);
    },
    judge(nowSeconds) {
      const { entries: caps } = requireVault(policy, request, "EntryIntent");
      if (caps === undefined)
        throw new SigningRefused("TYPE_NOT_ALLOWED", `The policy has no caps for entries of ${vault}.`);
      if (authority instanceof SigningRefused) throw authority;
      requireAuthority(intent.signerEpoch, signsAs(request, dependencies), authority);
      const signedToday = store.entriesToday({ day: utcDayOf(nowSeconds), chainId, vault });
      judgeEntryIntent(request, { caps, signedToday, nowSeconds });
    },
    record(signed, nowSeconds) {
      const entry = { ...signed, deadline, signerEpoch: intent.signerEpoch };
      store.recordEntry(place, utcDayOf(nowSeconds), entry);
    },
  };
}
