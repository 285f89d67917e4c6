import type { LedgerCheck } from "#backend/modules/ledger/ledgerChecks.store.ts";

/** About the rounds of crash, their bets, and the chains that they are played from. */
export const CRASH_CHECKS: readonly LedgerCheck[] = [
  {
    name: "each bet of crash has locked its stake",
    sql: `
      SELECT bet.tenant_id, 'crash bet ' || bet.id AS subject, 'no fitting stake of ' || stake AS detail
      FROM crash_bets AS bet WHERE NOT EXISTS (${moved(0, "crash_stake", "player_cash", "player_locked", "bet.stake")})
      UNION ALL
      SELECT transfers.tenant_id, 'transfer ' || cause_id || '/' || leg, code || ' without its bet'
      FROM transfers LEFT JOIN crash_bets AS bet ON bet.tenant_id = transfers.tenant_id AND bet.id = transfers.cause_id
      WHERE code LIKE 'crash\\_%' AND (bet.id IS NULL OR (leg > 0 AND bet.payout IS NULL))`,
  },
  {
    name: "each bet of a round that is over has left its lock once, and been paid what it won",
    sql: `
      SELECT bet.tenant_id, 'crash bet ' || bet.id AS subject, 'payout ' || coalesce(bet.payout::text, 'missing') AS detail
      FROM crash_bets AS bet
      JOIN crash_rounds AS round ON round.tenant_id = bet.tenant_id AND round.id = bet.round_id
      WHERE CASE round.phase
        WHEN 'settled' THEN bet.payout IS NULL
          OR NOT EXISTS (${moved(1, "crash_stake_taken", "player_locked", "house_bankroll", "bet.stake")})
          OR (bet.payout > 0) <> EXISTS (${moved(2, "crash_payout", "house_bankroll", "player_cash", "bet.payout")})
        WHEN 'cancelled' THEN bet.payout IS DISTINCT FROM bet.stake
          OR NOT EXISTS (${moved(1, "crash_stake_returned", "player_locked", "player_cash", "bet.stake")})
        ELSE bet.payout IS NOT NULL END`,
  },
  {
    name: "each payout of crash is what its cash-out and its round's point say",
    sql: `
      SELECT bet.tenant_id, 'crash bet ' || bet.id AS subject,
        'out at ' || coalesce(bet.exit::text, 'nothing') || ' of ' || round.point || ', paid ' || bet.payout AS detail
      FROM crash_bets AS bet
      JOIN crash_rounds AS round ON round.tenant_id = bet.tenant_id AND round.id = bet.round_id
      WHERE round.phase = 'settled' AND (
        bet.payout <> coalesce(div(bet.stake::numeric * bet.exit, 100), 0)
        OR bet.exit > round.point OR bet.exit > round.ceiling OR bet.exit > bet.highest
        OR bet.exit IS DISTINCT FROM CASE
          WHEN bet.cashed_out IS NOT NULL THEN bet.cashed_out
          WHEN least(bet.auto, bet.highest, round.ceiling) <= round.point THEN least(bet.auto, bet.highest, round.ceiling)
        END)`,
  },
  {
    name: "the totals of each round of crash are those of its bets",
    sql: `
      SELECT round.tenant_id, 'crash round ' || round.id AS subject,
        round.bet_count || ' bets of ' || round.staked || ' paid ' || coalesce(round.paid::text, 'nothing yet') AS detail
      FROM crash_rounds AS round
      LEFT JOIN (SELECT tenant_id, round_id, count(*) AS bets, sum(stake) AS staked, sum(payout) AS paid
                 FROM crash_bets GROUP BY tenant_id, round_id) AS bet
        ON bet.tenant_id = round.tenant_id AND bet.round_id = round.id
      WHERE round.bet_count <> coalesce(bet.bets, 0) OR round.staked <> coalesce(bet.staked, 0)
        OR (round.paid IS NOT NULL AND round.paid <> coalesce(bet.paid, 0))`,
  },
  {
    name: "each chain of crash was played in its order, without a gap, and each hash leads to the one before",
    sql: `
      SELECT chain.tenant_id, 'crash chain ' || chain.id AS subject, 'played ' || chain.played AS detail
      FROM crash_chains AS chain
      LEFT JOIN (SELECT chain_id, count(*) AS rounds, max(game) AS last FROM crash_rounds GROUP BY chain_id) AS round
        ON round.chain_id = chain.id
      WHERE chain.played <> coalesce(round.rounds, 0) OR chain.played <> coalesce(round.last, 0)
      UNION ALL
      SELECT round.tenant_id, 'crash round ' || round.id, 'commitment ' || round.commitment
      FROM crash_rounds AS round
      JOIN crash_chains AS chain ON chain.id = round.chain_id
      LEFT JOIN crash_rounds AS before ON before.chain_id = round.chain_id AND before.game = round.game - 1
      WHERE round.commitment IS DISTINCT FROM CASE WHEN round.game = 1 THEN chain.root ELSE before.game_hash END`,
  },
];

/** Selects the posting of `bet` with this leg, when it is between these accounts of its player and the house. */
function moved(leg: number, code: string, from: string, to: string, amount: string): string {
  const side = (account: string, name: string) => `
    JOIN accounts AS ${account} ON ${account}.id = transfers.${account}_account_id AND ${account}.kind = '${name}'
      AND ${account}.currency = bet.currency
      AND ${account}.owner_id IS NOT DISTINCT FROM ${name === "house_bankroll" ? "NULL" : "bet.user_id"}`;
  return `
    SELECT FROM transfers ${side("debit", from)} ${side("credit", to)}
    WHERE transfers.tenant_id = bet.tenant_id AND transfers.cause_id = bet.id AND transfers.leg = ${leg}
      AND transfers.code = '${code}' AND transfers.amount = ${amount}`;
}
