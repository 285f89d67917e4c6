import { FairhouseError } from "#domain/errors.ts";

/** How long a wallet may keep its owner's answer to itself before the page stops waiting. */
export const WALLET_TIMEOUT_MS = 120_000;

/** Waits for a wallet, but not for ever. @throws WalletSilent */
export async function answerWithin<Answer>(
  answer: Promise<Answer>,
  timeoutMs = WALLET_TIMEOUT_MS,
): Promise<Answer> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new WalletSilent()), timeoutMs);
  });
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}

/** The wallet was closed without an answer, or hangs. What is confirmed in it later still counts. */
export class WalletSilent extends FairhouseError {
  readonly code = "WALLET_SILENT";

  constructor() {
    super("Your wallet has not answered. Open it: a request that you confirm there later still counts.");
  }
}
