import type { HouseChannel } from "#backend/modules/realtime/houseChannel.ts";
import type { CrashHistory } from "./crashHistory.service.ts";
import { CRASH_HOLD } from "./crashNews.ts";

/** The tables of a house as they stand, for whoever comes anew; what the leaders say follows. */
export function crashChannel(history: CrashHistory): HouseChannel {
  return {
    name: "crash",
    hold: CRASH_HOLD,
    snapshot: async (tenantId) => ({ kind: "snapshot", ...(await history.tables(tenantId)) }),
  };
}
