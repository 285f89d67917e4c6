import { concatHex, type Hex, type PublicClient, padHex, size, slice } from "viem";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { invariant } from "#domain/errors.ts";
import type { RecipientKind } from "#domain/settlement/batchGas.ts";

const WORD_BYTES = 32;
/** What EXTCODEHASH says of an account without code: keccak256 of nothing. */
const EMPTY_CODE_HASH = "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

/**
 * Runs as the constructor of a contract that is never deployed, because `eth_call` without a recipient executes it.
 * It reads the addresses behind it, one word each, and answers a word for each: 1 for an account that does not exist,
 * 2 for one without code, 0 for one with code.
 */
const PROBE_CODE: Hex = concatHex([
  // memory[0…] = the addresses; the stack holds their length, and the position, which counts down from it
  "0x6047380380604760003980",
  // until the position is 0
  "0x5b8015604557",
  // position -= 32; hash = EXTCODEHASH(memory[position])
  "0x6020900380513f",
  // (hash == 0) | 2 * (hash == EMPTY_CODE_HASH)
  `0x8015907f${EMPTY_CODE_HASH}14800117`,
  // memory[position] = that; again
  "0x8152600b56",
  // return memory[0…length]
  "0x5bf3",
]);

/** So many answers are returned at once: what a constructor returns may not be longer than a contract. */
export const MAX_PROBED = 500;

const KINDS: readonly RecipientKind[] = ["code", "new", "account"];

/** Looks at all recipients with one question to the node. */
export async function probeRecipients(
  client: Pick<PublicClient, "call">,
  recipients: readonly EvmAddress[],
): Promise<RecipientKind[]> {
  invariant(recipients.length <= MAX_PROBED, "no more recipients are looked at than fit one answer");
  if (recipients.length === 0) return [];
  const words = recipients.map((recipient) => padHex(recipient, { size: WORD_BYTES }));
  const { data = "0x" } = await client.call({ data: concatHex([PROBE_CODE, ...words]) });
  invariant(size(data) === recipients.length * WORD_BYTES, "the probe answers a word for each recipient");
  return recipients.map((_, index) => {
    const kind = KINDS[Number(slice(data, index * WORD_BYTES, (index + 1) * WORD_BYTES))];
    invariant(kind !== undefined, "the probe knows three kinds");
    return kind;
  });
}
