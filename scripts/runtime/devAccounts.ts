/**
 * The mnemonic that every Ethereum development chain uses. It is public: the accounts made from it own
 * nothing anywhere but on a local chain, and must never be given value elsewhere.
 */
export const DEV_MNEMONIC = "test test test test test test test test test test test junk";
