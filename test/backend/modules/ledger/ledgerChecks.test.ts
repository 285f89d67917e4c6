import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALL_CHECKS, checkLedger } from "#backend/modules/ledger/ledgerChecks.service.ts";
import { diceBet, openTestHouse, type TestHouse } from "../casino/testHouse.ts";
import { objectionsTo } from "./objections.ts";

let house: TestHouse;
let userId: string;

beforeAll(async () => {
  house = await openTestHouse();
  userId = await house.addPlayer({ balanceMinor: 1_000_000_000n });
  for (let n = 0; n < 20; n++) await house.place(userId, diceBet());
});

afterAll(() => house.stop());

const CASH = "kind = 'player_cash'";
const SUM = "balances of each currency sum to zero";
const EXPLAINED = "each balance is the sum of its transfers";
const ACCOUNTS = "both accounts of a transfer exist, in its tenant and one currency";
const STAKE = "each bet has taken its stake";
const PAYOUT = "each bet has paid what it won, and nothing else";
const MULTIPLIER = "each payout is its stake times its multiplier, rounded down";
const NONCES = "each seed was used once per nonce, without a gap";
const SEEDS = "each bet was drawn from a seed of its own player, before that seed was revealed";
const CONFIRMING = "confirming balances are the confirming deposits";
const WITHDRAWN = "each withdrawal has taken its amount";
const BELONGING = "events and deposits belong to a vault and a user of their tenant";
const DEPOSITED = "each deposit is that of a recorded event, with its amount";
const SIDE = "no balance on the wrong side of zero";

describe("checkLedger", () => {
  test("default: honest books contradict nothing", async () => {
    expect((await checkLedger(house.owner)).flatMap(({ findings }) => findings)).toEqual([]);
  });

  test.each([
    ["money from nowhere", `UPDATE accounts SET balance = balance + 1 WHERE ${CASH}`, [SUM, EXPLAINED]],
    [
      "custody on the wrong side",
      "ALTER TABLE accounts DROP CONSTRAINT custody_mirrors_the_vault; UPDATE accounts SET balance = 5 WHERE kind = 'custody'",
      [SUM, EXPLAINED, SIDE],
    ],
    [
      "a transfer of another amount",
      "UPDATE transfers SET amount = amount + 1 WHERE code = 'bet_stake'",
      [EXPLAINED, STAKE],
    ],
    [
      "a transfer to nowhere",
      "UPDATE transfers SET credit_account_id = 999999 WHERE code = 'bet_stake'",
      [EXPLAINED, ACCOUNTS, STAKE],
    ],
    [
      "a bet without its postings",
      "DELETE FROM transfers WHERE code LIKE 'bet%'",
      [EXPLAINED, STAKE, PAYOUT],
    ],
    ["postings without their bet", "DELETE FROM bets WHERE nonce = 19", [PAYOUT, NONCES]],
    [
      "a payout that was not won",
      "UPDATE bets SET payout = payout + 7 WHERE payout > 0",
      [PAYOUT, MULTIPLIER],
    ],
    ["a gap among nonces", "UPDATE bets SET nonce = 50 WHERE nonce = 19", [NONCES]],
    ["a nonce that no bet used", "UPDATE seeds SET nonce = nonce + 1 WHERE status = 'active'", [NONCES]],
    [
      "a bet under a revealed seed",
      "UPDATE seeds SET status = 'revealed', server_seed = 'x', revealed_at = '2020-01-01' WHERE status = 'active'",
      [SEEDS],
    ],
    [
      "a bet from a stranger's seed",
      "UPDATE bets SET user_id = gen_random_uuid() WHERE nonce = 0",
      [STAKE, SEEDS],
    ],
    [
      "a withdrawal that took nothing",
      `INSERT INTO withdrawals (tenant_id, id, user_id, currency, amount, to_address, status)
       SELECT tenant_id, gen_random_uuid(), id, 'BNB', 5, wallet_address, 'requested' FROM users`,
      [WITHDRAWN],
    ],
    [
      "a deposit that confirms nowhere",
      `INSERT INTO deposits (tenant_id, id, vault_id, user_id, currency, amount, block_number, block_hash, tx_hash, log_index, status)
       SELECT tenant_id, gen_random_uuid(), 1, id, 'BNB', 5, 1, '0x' || repeat('a', 64), '0x' || repeat('b', 64), 0, 'confirming'
       FROM users`,
      [CONFIRMING],
    ],
    [
      "an event of a vault that there is not",
      `INSERT INTO chain_events (vault_id, tenant_id, chain_id, block_number, log_index, block_hash, block_time, tx_hash,
         emitter, name, effect, topics, data)
       SELECT 999, id, 31337, 1, 0, sha256('block'), 0, sha256('tx'), '0x' || repeat('a', 40), 'TokenListed', 0,
         sha256('topic'), '' FROM tenants`,
      [BELONGING],
    ],
    [
      "a deposit of a user that there is not, and of no event",
      `INSERT INTO chain_cursors (vault_id, tenant_id, block_number, block_hash, head_number, final_number)
       VALUES (999, 1, 9, '0x' || repeat('a', 64), 9, 9);
       INSERT INTO deposits (tenant_id, id, vault_id, user_id, currency, amount, block_number, block_hash, tx_hash, log_index, status)
       VALUES (1, gen_random_uuid(), 999, gen_random_uuid(), 'BNB', 5, 1, '0x' || repeat('a', 64), '0x' || repeat('b', 64), 0, 'credited')`,
      [BELONGING, DEPOSITED],
    ],
  ])("behavior: finds %s", async (_what, sql, names) => {
    const found = await objectionsTo(sql, { owner: house.owner, checks: ALL_CHECKS });
    expect(found).toEqual(expect.arrayContaining(names));
  });
});
