import type pg from "pg";
import { inTenantTransaction, inTransaction } from "#backend/db/transaction.ts";
import { type Position, pathBelow, pathRange } from "#domain/agents/hierarchy.ts";

/** So many agents share the users; each has a master, each master a super master. */
const USERS_PER_AGENT = 100;
const AGENTS_PER_MASTER = 20;
const MASTERS_PER_TOP = 10;

/** Ids that say what they are: the level, then the number. */
const idOf = (level: number, number: string) =>
  `(lpad('${level}', 8, '0') || '-0000-4000-8000-' || lpad((${number})::text, 12, '0'))`;

/**
 * A hierarchy with that many users below 100 of each agent, made by the database itself.
 * @returns the first super master, with how many are below
 */
export async function loadHierarchy(
  owner: pg.Pool,
  tenantId: number,
  users: number,
): Promise<{ top: Position; below: number }> {
  await inTransaction(owner, async (client) => {
    // Without the foreign keys' triggers, which take a minute for a million rows that are right by their making.
    await client.query("SET LOCAL session_replication_role = replica");
    await insertLevels(client, tenantId, users);
  });
  await owner.query("ANALYZE users");
  const belowUsers = Math.min(users, USERS_PER_AGENT * AGENTS_PER_MASTER * MASTERS_PER_TOP);
  const belowAgents = Math.ceil(belowUsers / USERS_PER_AGENT);
  return {
    top: { id: "00000001-0000-4000-8000-000000000000", level: "super_master", path: "/" },
    below: belowUsers + belowAgents + Math.ceil(belowAgents / AGENTS_PER_MASTER),
  };
}

async function insertLevels(owner: pg.ClientBase, tenantId: number, users: number): Promise<void> {
  const agents = Math.ceil(users / USERS_PER_AGENT);
  const masters = Math.ceil(agents / AGENTS_PER_MASTER);
  const tops = Math.ceil(masters / MASTERS_PER_TOP);
  const level = async (depth: number, count: number, path: string, parent: string) => {
    const isAgent = depth < 4;
    await owner.query(
      `INSERT INTO users (id, tenant_id, wallet_address, agent_path, agent_level, agent_id, joined_agent_at)
       SELECT ${idOf(depth, "n")}::uuid, $1, '0x' || lpad('${depth}' || to_hex(n), 40, '0'), ${path}, $2, ${parent}, now()
       FROM generate_series(0, $3 - 1) AS n`,
      [tenantId, depth, count],
    );
    if (!isAgent) return;
    await owner.query(
      `WITH plan AS (
         INSERT INTO commission_plans (tenant_id, agent_id, version, lines)
         SELECT $1, ${idOf(depth, "n")}::uuid, 1, '[]' FROM generate_series(0, $2 - 1) AS n RETURNING id, agent_id)
       INSERT INTO agents (tenant_id, user_id, plan_id) SELECT $1, agent_id, id FROM plan`,
      [tenantId, count],
    );
  };
  const top = (n: string) => idOf(1, `${n} / ${MASTERS_PER_TOP}`);
  const master = (n: string) => idOf(2, `${n} / ${AGENTS_PER_MASTER}`);
  const agent = (n: string) => idOf(3, `${n} / ${USERS_PER_AGENT}`);
  const masterOfUser = idOf(2, `n / ${USERS_PER_AGENT * AGENTS_PER_MASTER}`);
  const topOfAgent = idOf(1, `n / ${AGENTS_PER_MASTER * MASTERS_PER_TOP}`);
  const topOfUser = idOf(1, `n / ${USERS_PER_AGENT * AGENTS_PER_MASTER * MASTERS_PER_TOP}`);
  await level(1, tops, "'/'", "NULL::uuid");
  await level(2, masters, `'/' || ${top("n")} || '/'`, `${top("n")}::uuid`);
  await level(3, agents, `'/' || ${topOfAgent} || '/' || ${master("n")} || '/'`, `${master("n")}::uuid`);
  await level(
    4,
    users,
    `'/' || ${topOfUser} || '/' || ${masterOfUser} || '/' || ${agent("n")} || '/'`,
    `${agent("n")}::uuid`,
  );
}

/** How Postgres reads a downline under the API's role and its policies, once with and once without what it was asked. */
export async function explainDownline(
  pool: pg.Pool,
  tenantId: number,
  member: Position,
): Promise<{ custom: string; generic: string; rows: number; ms: number }> {
  const { from, to } = pathRange(pathBelow(member));
  return inTenantTransaction(pool, tenantId, async (client) => {
    await client.query(
      `PREPARE downline (integer, text, text) AS
       SELECT id FROM users WHERE tenant_id = $1 AND agent_path >= $2 AND agent_path < $3
       ORDER BY agent_path, id LIMIT 50`,
    );
    const explain = async (mode: string) => {
      await client.query(`SET LOCAL plan_cache_mode = ${mode}`);
      const { rows } = await client.query<{ "QUERY PLAN": string }>(
        `EXPLAIN ANALYZE EXECUTE downline (${tenantId}, '${from}', '${to}')`,
      );
      return rows.map((row) => row["QUERY PLAN"]).join("\n");
    };
    const custom = await explain("force_custom_plan");
    const generic = await explain("force_generic_plan");
    await client.query("DEALLOCATE downline");
    const startedAt = performance.now();
    const { rows } = await client.query<{ count: bigint }>(
      "SELECT count(*) AS count FROM users WHERE tenant_id = $1 AND agent_path >= $2 AND agent_path < $3",
      [tenantId, from, to],
    );
    return { custom, generic, rows: Number(rows[0]!.count), ms: performance.now() - startedAt };
  });
}
