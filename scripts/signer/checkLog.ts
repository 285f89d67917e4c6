import type { LogHead } from "#backend/modules/signer/requestLog.ts";
import { checkSignerLog } from "#backend/modules/signer/signerLog.store.ts";
import { SettingMissing, type SignerCommandSettings } from "#scripts/signer/settings.ts";

/** Recomputes the signer's log, also while the signer runs. @throws SignerStoreUnusable */
export function checkLog(
  settings: SignerCommandSettings,
  expected: LogHead | undefined,
): { text: string; isSound: boolean } {
  const { SIGNER_STORE: path } = settings;
  if (path === undefined) throw new SettingMissing("SIGNER_STORE", "the signer's store");
  const { entries, byOutcome, head, findings } = checkSignerLog(path, expected);
  const counts = ["signed", "repeated", "refused"].map((outcome) => `${byOutcome[outcome] ?? 0} ${outcome}`);
  const lines = [
    `${entries} requests: ${counts.join(", ")}.`,
    ...findings.map((finding) => `WRONG  ${finding}`),
    `log check: ${findings.length} ${findings.length === 1 ? "finding" : "findings"}`,
    `Head ${head.seq}:${head.hash}`,
    "Write the head down elsewhere: given to a later check with --expect, it proves that nothing was cut off.",
  ];
  return { text: lines.join("\n"), isSound: findings.length === 0 };
}
