import type { EvmAddress } from "#domain/chain/hex.ts";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";

/**
 * What an address is before it is paid: `account` has no code and exists, `new` does not exist yet, and `code` may
 * do anything with the gas it is given: a contract, or an account that delegates to one.
 */
export type RecipientKind = "account" | "new" | "code";

/**
 * Upper bounds of what one payment in the native coin adds to its batch, in gas. A payment to an account takes about
 * 10,300; one that opens an account 25,000 more; code may burn all that a recipient is given (30,000) and then be
 * credited, which writes a storage word and an event.
 */
const COIN_PAYMENT_GAS: Readonly<Record<RecipientKind, bigint>> = {
  account: 12_000n,
  new: 37_000n,
  code: 80_000n,
};

/** Upper bound of a transfer by a token that behaves; its recipients cannot make it dearer. */
const TOKEN_PAYMENT_GAS = 75_000n;

/**
 * What a batch needs besides its payments: the transaction itself, the signature, the books of the vault, and what
 * the vault wants to see left before the last payment.
 */
const COIN_BATCH_GAS = 250_000n;
const TOKEN_BATCH_GAS = 400_000n;

/** An upper bound of the gas that one payment adds to a batch. */
export function paymentGas(token: EvmAddress, recipient: RecipientKind): bigint {
  return token === NATIVE_TOKEN ? COIN_PAYMENT_GAS[recipient] : TOKEN_PAYMENT_GAS;
}

/** What is left for the payments of a batch whose transaction may use `maxTransactionGas`; never below zero. */
export function gasForPayments(token: EvmAddress, maxTransactionGas: bigint): bigint {
  const left = maxTransactionGas - (token === NATIVE_TOKEN ? COIN_BATCH_GAS : TOKEN_BATCH_GAS);
  return left > 0n ? left : 0n;
}
