import type { VaultState } from "#backend/adapters/chainClient.ts";
import type { EvmAddress } from "#domain/chain/hex.ts";
import { unpackEntries } from "#domain/chain/payoutEntries.ts";
import { gasForPayments, paymentGas, type RecipientKind } from "#domain/settlement/batchGas.ts";
import { quantaByRecipient } from "#domain/settlement/judgeBatch.ts";
import type { BatchLimits, PendingPayout } from "#domain/settlement/selectPayouts.ts";
import type { OpenBatch } from "./batch.store.ts";
import type { SettledCurrency } from "./house.store.ts";
import type { SettledVault, Settlement } from "./settlement.ts";

/** What limits a batch because of whom it pays. */
type RecipientLimits = Pick<
  BatchLimits,
  "paymentCapQuanta" | "signerQuanta" | "recipientQuanta" | "maxGas" | "gasOf"
>;

export interface RecipientFacts {
  /** Asks the signer and the chain about the recipients of a page that are new. */
  learn(page: readonly PendingPayout[]): Promise<RecipientLimits>;
}

export interface FactsSubject {
  readonly vault: SettledVault;
  readonly currency: SettledCurrency;
  /** The currency's batches that are on their way. */
  readonly open: readonly OpenBatch[];
  readonly state: VaultState;
}

/**
 * What the signer would sign now, less what waits to be signed already, and what paying each recipient may cost.
 * It is learnt page by page, each recipient once, so that a question never outgrows what may be asked.
 */
export function createRecipientFacts(
  { signer, chain, settings }: Settlement,
  { vault, currency, open, state }: FactsSubject,
): RecipientFacts {
  const { token } = currency;
  const unsigned = open.filter(({ status }) => status === "built");
  const waiting = quantaByRecipient(unsigned.flatMap(({ entries }) => unpackEntries(entries)));
  const waitingTotal = unsigned.reduce((sum, { batch }) => sum + batch.total, 0n);
  const headroom = new Map<EvmAddress, bigint>();
  const kinds = new Map<EvmAddress, RecipientKind>();

  return {
    async learn(page) {
      const recipients = [...new Set(page.map(({ account }) => account))].filter(
        (account) => !kinds.has(account),
      );
      const question = { chainId: vault.chainId, vault: vault.address, token, recipients };
      const [answer, seen] = await Promise.all([signer.headroom(question), chain.recipientKinds(recipients)]);
      for (const [index, account] of recipients.entries()) {
        headroom.set(account, answer.recipients[index] ?? 0n);
        kinds.set(account, seen[index] ?? "code");
      }
      return {
        // A signer that does not know the vault says nothing about single payments: its batch cap of zero makes them wait.
        paymentCapQuanta: answer.payment ?? state.batchCapQuanta,
        signerQuanta: answer.batch - waitingTotal,
        recipientQuanta: (account) => (headroom.get(account) ?? 0n) - (waiting.get(account) ?? 0n),
        maxGas: gasForPayments(token, settings.maxGasPerTransaction),
        gasOf: (account) => paymentGas(token, kinds.get(account) ?? "code"),
      };
    },
  };
}
