/** The address that stands for a chain's native coin, which has no contract. */
export const NATIVE_TOKEN = "0x0000000000000000000000000000000000000000";

/** A currency that the books are kept in. */
export type Currency = {
  /** Unique name, such as "BNB". */
  readonly code: string;
  /** Decimals between the major unit that people read and the minor unit of the books. */
  readonly decimals: number;
  /** On-chain units in one minor unit. The vault takes whole quanta only, so both books match exactly. */
  readonly quantumWei: bigint;
  /** The ERC-20 contract in lower case, or `NATIVE_TOKEN`. */
  readonly token: string;
};

/** BNB Smart Chain's native coin: the books count gwei, 10^9 wei each. */
export const BNB = {
  code: "BNB",
  decimals: 9,
  quantumWei: 1_000_000_000n,
  token: NATIVE_TOKEN,
} as const satisfies Currency;
