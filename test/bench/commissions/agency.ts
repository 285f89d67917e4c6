import { systemClock } from "#backend/adapters/clock.ts";
import { createHierarchy, type Hierarchy } from "#backend/modules/agents/hierarchy.service.ts";
import type { Viewer } from "#backend/modules/agents/viewer.ts";
import type { MemberLevel } from "#domain/agents/hierarchy.ts";
import type { BenchHouse } from "../bets/benchHouse.ts";

const MASTERS = 4;
const SHARES_BPS = { super_master: 1_000, master: 2_000, agent: 3_000 } as const;
export const AGENT_SHARE_BPS = SHARES_BPS.agent;

/** Who is above the players of a bench. */
export interface Agency {
  /** The agent of each player. */
  readonly agentOf: ReadonlyMap<string, string>;
}

/**
 * Puts every player under one of the agents, as evenly as may be, and these under four masters and one super master: three
 * lines for every bet.
 */
export async function openAgency(
  { owner, tenantId }: BenchHouse,
  { players, agentCount }: { readonly players: readonly string[]; readonly agentCount: number },
): Promise<Agency> {
  const hierarchy = createHierarchy({ pool: owner, clock: systemClock });
  const newMember = async (): Promise<string> => {
    const { rows } = await owner.query<{ id: string }>(
      `INSERT INTO users (tenant_id, wallet_address)
       VALUES ($1, '0x' || lpad(replace(gen_random_uuid()::text, '-', ''), 40, '0')) RETURNING id`,
      [tenantId],
    );
    return rows[0]!.id;
  };
  const admin: Viewer = { tenantId, userId: await newMember(), role: "admin" };
  const place = placing(hierarchy, admin);
  const top = await place(await newMember(), "super_master", null);
  const masters: string[] = [];
  for (let n = 0; n < MASTERS; n++) masters.push(await place(await newMember(), "master", top));
  const agents: string[] = [];
  for (let n = 0; n < agentCount; n++) {
    agents.push(await place(await newMember(), "agent", masters[n % MASTERS]!));
  }
  const agentOf = new Map(players.map((player, n) => [player, agents[n % agentCount]!]));
  for (const [player, agent] of agentOf) await place(player, "user", agent);
  await owner.query("ANALYZE");
  return { agentOf };
}

function placing(hierarchy: Hierarchy, admin: Viewer) {
  return async (userId: string, level: MemberLevel, parentId: string | null): Promise<string> => {
    await hierarchy.move(admin, userId, { parentId, level });
    if (level !== "user") {
      await hierarchy.setRates(admin, userId, { revenueShareBps: SHARES_BPS[level], turnoverBps: 0 });
    }
    return userId;
  };
}
