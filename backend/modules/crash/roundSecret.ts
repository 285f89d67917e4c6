import type { SeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { crashPointHundredths } from "#domain/games/crash/point.ts";
import type { SecretRound } from "./rounds.store.ts";

/** What a round hides until it has crashed. Never log or serialise it before. */
export interface RoundSecret {
  readonly gameHash: string;
  readonly pointHundredths: bigint;
}

/** Opens a round: every process must know when it crashes, to refuse a cash-out that comes later. @throws SeedUnreadable */
export function openRound(cipher: SeedCipher, round: SecretRound): RoundSecret {
  const { tenant_id: tenantId, commitment, sealed_hash: sealed, salt, edge_bps: edgeBps } = round;
  const gameHash = cipher.open({ tenantId, commitment }, sealed);
  return { gameHash, pointHundredths: crashPointHundredths({ gameHash, salt, edgeBps }) };
}
