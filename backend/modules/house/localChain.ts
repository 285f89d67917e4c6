/** The development chain, whose coins are worth nothing: the only one where a faucet may run. */
export const LOCAL_CHAIN_ID = 31_337;
