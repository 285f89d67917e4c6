import type { VaultState } from "#backend/adapters/chainClient.ts";
import type { HeadroomAnswer } from "#backend/adapters/signerClient.ts";
import { inTransaction } from "#backend/db/transaction.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { packEntries, unpackEntries } from "#domain/chain/payoutEntries.ts";
import { quantaByRecipient } from "#domain/settlement/judgeBatch.ts";
import {
  type BatchLimits,
  isUnpayable,
  type PendingPayout,
  selectPayouts,
} from "#domain/settlement/selectPayouts.ts";
import { findOpenBatches, type OpenBatch } from "./batch.store.ts";
import { cancelWithdrawal } from "./cancelWithdrawal.store.ts";
import { findCurrencies, type SettledCurrency } from "./house.store.ts";
import { insertBatch } from "./newBatch.store.ts";
import type { SettledVault, Settlement } from "./settlement.ts";
import { findRequested } from "./withdrawal.store.ts";

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
    alerts.raise("books_behind_signer", `vault ${vault.id}`);
    return;
  }
  const open = openOfVault.filter((batch) => batch.currency === currency.code);
  if (open.length >= settings.maxOpenBatches) {
    alerts.raise("too_many_open_batches", `vault ${vault.id}`, { open: open.length });
    return;
  }
  const state = await chain.vaultState(vault.address, currency.token);
  if (state.arePayoutsPaused) {
    alerts.raise("payouts_paused", `vault ${vault.id}`, { by: "the vault's guardian" });
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
      checkpointEpoch: state.checkpointEpoch,
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
  const { alerts, settings } = settlement;
  const committed = open.reduce((sum, { batch }) => sum + batch.total, 0n);
  const unpayable: PendingPayout[] = [];
  let payouts: readonly PendingPayout[] = [];
  let page = firstPage;
  for (let pageNumber = 1; pageNumber <= MAX_PAGES && page.length > 0; pageNumber += 1) {
    const pending = [...payouts, ...page];
    const selection = selectPayouts(pending, {
      maxPayouts: settings.maxPayoutsPerBatch,
      vault: vault.address,
      batchCapQuanta: state.batchCapQuanta,
      // Batches on their way may not be executed yet: what they will take is spoken for.
      outflowQuanta: state.outflowQuanta - committed,
      coveredQuanta: state.availableQuanta - committed,
      ...(await askSigner(settlement, vault, { currency, pending, open, state })),
    });
    for (const passedOver of selection.passedOver) {
      const { payout, reason } = passedOver;
      alerts.raise("payout_passed_over", payout.id, { reason, quanta: String(payout.quanta) });
      if (isUnpayable(passedOver)) unpayable.push(payout);
    }
    payouts = selection.payouts;
    if (selection.isClosed) break;
    page = await findPage(settlement, vault, currency, pageNumber);
  }
  return { payouts, unpayable };
}

function findPage(
  { pool, settings }: Settlement,
  { tenantId }: SettledVault,
  { code: currency }: SettledCurrency,
  pageNumber: number,
): Promise<PendingPayout[]> {
  const limit = settings.maxPayoutsPerBatch;
  return findRequested(pool, { tenantId, currency, limit, offset: pageNumber * limit });
}

interface SignerQuestion {
  readonly currency: SettledCurrency;
  readonly pending: readonly PendingPayout[];
  readonly open: readonly OpenBatch[];
  readonly state: VaultState;
}

/** What the signer would sign now, less what waits to be signed already. */
async function askSigner(
  { signer }: Settlement,
  { chainId, address }: SettledVault,
  { currency, pending, open, state }: SignerQuestion,
): Promise<Pick<BatchLimits, "paymentCapQuanta" | "signerQuanta" | "recipientQuanta">> {
  const recipients = [...new Set(pending.map(({ account }) => account))];
  const answer = await signer.headroom({ chainId, vault: address, token: currency.token, recipients });
  const unsigned = open.filter(({ status }) => status === "built");
  const waiting = quantaByRecipient(unsigned.flatMap(({ entries }) => unpackEntries(entries)));
  const allowed = byAccount(recipients, answer);
  return {
    // A signer that does not know the vault says nothing about single payments: its batch cap of zero makes them wait.
    paymentCapQuanta: answer.payment ?? state.batchCapQuanta,
    signerQuanta: answer.batch - unsigned.reduce((sum, { batch }) => sum + batch.total, 0n),
    recipientQuanta: (account) => (allowed.get(account) ?? 0n) - (waiting.get(account) ?? 0n),
  };
}

function byAccount(recipients: readonly EvmAddress[], { recipients: quanta }: HeadroomAnswer) {
  return new Map(recipients.map((account, index) => [account, quanta[index] ?? 0n]));
}
