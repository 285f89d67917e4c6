/** What a vault is told from others by: one address may be a vault on several chains. */
export interface LabelledVault {
  readonly chainId: number;
  readonly address: string;
}

/** The names of the labels that every metric of a vault carries. */
export const OF_VAULT = ["chain", "vault"];

export function labelsOf({ chainId, address }: LabelledVault): { chain: number; vault: string } {
  return { chain: chainId, vault: address };
}
