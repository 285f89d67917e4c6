import type { Redis } from "ioredis";
import type { Faucet } from "#backend/adapters/faucet.ts";
import { ChainUnavailable } from "#backend/adapters/walletSignature.ts";
import { FairhouseError } from "#domain/errors.ts";

/** One gift: enough to play for a day. */
export const FAUCET_AMOUNT_WEI = 10n * 10n ** 18n;
const PAUSE_PER_ADDRESS_MS = 60_000;

/** The address has had its gift. */
export class FaucetUsed extends FairhouseError {
  readonly code = "FAUCET_USED";
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super("This address was just given test coins: come back in a minute.");
    this.retryAfterMs = retryAfterMs;
  }
}

/** Gives an address test coins, at most one gift a minute. @throws FaucetUsed, ChainUnavailable */
export type GiveTestCoins = (address: string) => Promise<{ txHash: string; amountWei: string }>;

export function createGiveTestCoins(faucet: Faucet, redis: Redis): GiveTestCoins {
  return async (given) => {
    const address: `0x${string}` = `0x${given.slice(2).toLowerCase()}`;
    const key = `faucet:${address}`;
    const isFirst = await redis.set(key, "1", "PX", PAUSE_PER_ADDRESS_MS, "NX");
    if (isFirst === null) throw new FaucetUsed(Math.max(0, await redis.pttl(key)));
    try {
      const txHash = await faucet.give(address, FAUCET_AMOUNT_WEI);
      return { txHash, amountWei: FAUCET_AMOUNT_WEI.toString() };
    } catch (error) {
      await redis.del(key);
      throw new ChainUnavailable({ cause: error });
    }
  };
}
