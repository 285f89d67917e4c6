import type { GameVersionRow } from "#backend/modules/casino/gameConfig.store.ts";
import type { VersionOriginRow } from "#backend/modules/casino/versionOrigins.store.ts";
import type { GameInForceView, GameVersionView } from "#domain/api/gameVersions.ts";

export function gameVersionView({
  edge_bps: edgeBps,
  in_force_since: since,
  ...row
}: GameVersionRow): GameVersionView {
  return { ...row, edgeBps, inForceSince: since.toISOString() };
}

/** The version that a game is played by, how it came to be, and where the chain has it. */
export function versionInForceView(row: VersionOriginRow): NonNullable<GameInForceView["version"]> {
  const { version: number, hash, set_by: setBy, in_force_since: since } = row;
  const { epoch_id: epochId, epoch, block_number: blockNumber, tx_hash: txHash } = row;
  const isAnchored = epochId !== null && epoch !== null && blockNumber !== null && txHash !== null;
  return {
    ...{ number, hash, setBy, inForceSince: since.toISOString() },
    anchoredIn: isAnchored
      ? { epochId: String(epochId), epoch: String(epoch), blockNumber: String(blockNumber), txHash }
      : null,
  };
}
