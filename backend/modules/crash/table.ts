/** Names a table: a house has one per currency. */
export interface TableKey {
  readonly tenantId: number;
  readonly currency: string;
}

/** A table as the operator has set it up. Multipliers in hundredths. */
export interface TableSettings extends TableKey {
  readonly isOpen: boolean;
  readonly edgeBps: number;
  readonly bettingMs: number;
  readonly pauseMs: number;
  readonly ceiling: number;
  readonly roundRiskBps: number;
  readonly chainGames: number;
}

/** A table under a leader, who writes only while no other one has taken over. */
export interface Lead extends TableKey {
  readonly fence: bigint;
}

export function keyOf({ tenantId, currency }: TableKey): string {
  return `${tenantId}:${currency}`;
}
