import { createPool } from "#backend/db/pool.ts";
import { createCommissionBook } from "#backend/modules/agents/commissionBook.ts";
import { createCommissionPayouts, type PayoutOrder } from "#backend/modules/agents/payout.service.ts";
import { createVoidBet, type VoidOrder } from "#backend/modules/agents/voidBet.service.ts";

/** What a process that is about to be killed is told to do. */
export type MoneyMove =
  | { readonly kind: "payout"; readonly order: PayoutOrder }
  | { readonly kind: "void"; readonly order: VoidOrder };

/** A process that moves commissions when it is told to, and says so when it is ready and when it is done. */
const url = process.argv[2];
if (url === undefined) throw new Error("name the database");
const pool = createPool({ url, role: "fairhouse_api", maxConnections: 2 });
const payouts = createCommissionPayouts(pool);
const voidBet = createVoidBet({ pool, commissionBook: createCommissionBook() });
await pool.query("SELECT 1");

process.on("message", (move: MoneyMove) => {
  const work = move.kind === "payout" ? payouts.payOut(move.order) : voidBet(move.order);
  void work.then(() => process.send?.("done"));
});
process.send?.("ready");
