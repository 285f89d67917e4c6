import { together } from "#backend/db/together.ts";
import type { CheckpointPublished } from "#domain/indexing/vaultEvent.ts";
import type { Handler } from "#indexer/handlers/handler.ts";
import {
  finalizeCheckpoints,
  publishCheckpoint,
  unpublishCheckpoints,
} from "#indexer/store/checkpoint.store.ts";
import type { Known } from "#indexer/store/history.store.ts";

/** A checkpoint is published when its event is seen, final with its block, and unpublished when that is dropped. */
export const checkpointPublishedHandler: Handler<CheckpointPublished> = {
  async observe({ client, vault, currencies }, events) {
    const publish = async ({ event }: Known<CheckpointPublished>) => {
      const currency = currencies.get(event.args.token)?.code;
      if (currency !== undefined) await publishCheckpoint(client, vault, currency, event);
    };
    await together(events.map(publish));
    return [];
  },

  async finalize({ client, vault }, events) {
    await finalizeCheckpoints(
      client,
      vault,
      events.map(({ event }) => event.txHash),
    );
    return [];
  },

  async reverse({ client, vault }, events) {
    await unpublishCheckpoints(
      client,
      vault,
      events.map(({ txHash }) => txHash),
    );
  },
};
