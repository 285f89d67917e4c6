import type { VaultState } from "#backend/adapters/chainClient.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import { packEntries } from "#domain/chain/payoutEntries.ts";
import {
  isUnpayable,
  type PassedOver,
  type PendingPayout,
  selectPayouts,
} from "#domain/settlement/selectPayouts.ts";
import { findOpenBatches, type OpenBatch } from "./batch.store.ts";
import { cancelWithdrawal } from "./cancelWithdrawal.store.ts";
import { findCurrencies, type SettledCurrency } from "./house.store.ts";
import { insertBatch } from "./newBatch.store.ts";
import { createRecipientFacts } from "./recipientFacts.ts";
import type { SettledVault, Settlement } from "./settlement.ts";
import { findRequested } from "./withdrawal.store.ts";

/** Withdrawals that are looked at together: the signer and the chain are asked about their recipients at once. */
const PAYOUTS_PER_PAGE = 250;
/** How many pages of withdrawals one round looks through for such as can be paid. */
const MAX_PAGES = 25;

/** Gathers requested withdrawals into a batch per currency. */
export async function buildBatches(settlement: Settlement, vault: SettledVault): Promise<void> {
  for (const currency of await findCurrencies(settlement.pool, vault.tenantId)) {
    await buildBatch(settlement, vault, currency);
  }
}

async function buildBatch(
  settlement: Settlement,
  vault: SettledVault,
  currency: SettledCurrency,
): Promise<void> {
  const { pool, chain, alerts, settings } = settlement;
  const firstPage = await findPage(settlement, vault, currency, 0);
  if (firstPage.length === 0) return;
  const openOfVault = await findOpenBatches(pool, vault);
  if (openOfVault.some(({ failure }) => failure === "BATCH_ID_REUSED")) {
    // The signer knows a batch that these books have lost: what they call unpaid may be paid already.
    alerts.raise("books_behind_signer", vault, `vault ${vault.id}`);
    return;
  }
  const open = openOfVault.filter((batch) => batch.currency === currency.code);
  if (open.length >= settings.maxOpenBatches) {
    alerts.raise("too_many_open_batches", vault, `vault ${vault.id}`, { open: open.length });
    return;
  }
  const state = await chain.vaultState(vault.address, currency.token);
  if (state.arePayoutsPaused || state.isExitActive) {
    const by = state.isExitActive ? "the vault's exit" : "the vault's guardian";
    alerts.raise("payouts_paused", vault, `vault ${vault.id}`, { by });
    return;
  }
  const { payouts, unpayable } = await choosePayouts(settlement, vault, { currency, firstPage, open, state });
  if (payouts.length > 0) {
    const { timestamp } = await chain.head();
    const batch = {
      vault,
      currency: currency.code,
      payouts,
      packed: packEntries(payouts),
      signerEpoch: state.signerEpoch,
      deadline: timestamp + settings.deadlineSeconds,
    };
    await inTransaction(pool, (client) => insertBatch(client, batch));
  }
  const { tenantId } = vault;
  for (const { id } of unpayable)
    await inTransaction(pool, (client) => cancelWithdrawal(client, tenantId, id));
}

interface Choice {
  readonly currency: SettledCurrency;
  readonly firstPage: readonly PendingPayout[];
  readonly open: readonly OpenBatch[];
  readonly state: VaultState;
}

interface Chosen {
  readonly payouts: readonly PendingPayout[];
  /** What no batch can ever pay: its money goes back to the player, who may ask for less. */
  readonly unpayable: readonly PendingPayout[];
}

/** Looks past withdrawals that cannot be paid now, page by page, so that they never hide those that can. */
async function choosePayouts(
  settlement: Settlement,
  vault: SettledVault,
  { currency, firstPage, open, state }: Choice,
): Promise<Chosen> {
  const { settings } = settlement;
  const committed = open.reduce((sum, { batch }) => sum + batch.total, 0n);
  const facts = createRecipientFacts(settlement, { vault, currency, open, state });
  const passedOver: PassedOver[] = [];
  let payouts: readonly PendingPayout[] = [];
  let page = firstPage;
  for (let pageNumber = 1; pageNumber <= MAX_PAGES && page.length > 0; pageNumber += 1) {
    const selection = selectPayouts([...payouts, ...page], {
      maxPayouts: settings.maxPayoutsPerBatch,
      vault: vault.address,
      batchCapQuanta: state.batchCapQuanta,
      // Batches on their way may not be executed yet: what they will take is spoken for.
      outflowQuanta: state.outflowQuanta - committed,
      coveredQuanta: state.availableQuanta - committed,
      ...(await facts.learn(page)),
    });
    passedOver.push(...selection.passedOver);
    payouts = selection.payouts;
    if (selection.isClosed) break;
    page = await findPage(settlement, vault, currency, pageNumber);
  }
  tellPassedOver(settlement, { vault, currency, passedOver });
  return { payouts, unpayable: passedOver.filter(isUnpayable).map(({ payout }) => payout) };
}

/** Withdrawals that an alert names one by one; of the others it gives the number and the sum. */
const MAX_NAMED_PAYOUTS = 20;

/** One alert for each reason: what the vault cannot cover may be thousands of withdrawals. */
function tellPassedOver(
  { alerts }: Settlement,
  news: { vault: SettledVault; currency: SettledCurrency; passedOver: readonly PassedOver[] },
): void {
  const { vault, currency, passedOver } = news;
  for (const [reason, group] of Map.groupBy(passedOver, (one) => one.reason)) {
    const payouts = group.map(({ payout }) => payout);
    alerts.raise("payout_passed_over", vault, `vault ${vault.id} ${currency.code} ${reason}`, {
      reason,
      count: payouts.length,
      quanta: String(payouts.reduce((sum, { quanta }) => sum + quanta, 0n)),
      payouts: payouts.slice(0, MAX_NAMED_PAYOUTS).map(({ id }) => id),
    });
  }
}

function findPage(
  { pool }: Settlement,
  { tenantId }: SettledVault,
  { code: currency }: SettledCurrency,
  pageNumber: number,
): Promise<PendingPayout[]> {
  const limit = PAYOUTS_PER_PAGE;
  return findRequested(pool, { tenantId, currency, limit, offset: pageNumber * limit });
}
