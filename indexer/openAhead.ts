import { inTransaction } from "#backend/db/transaction.ts";
import type { AccountRole } from "#domain/indexing/posting.ts";
import { rolesOfDeposit } from "#indexer/handlers/deposited.ts";
import { identifyAccounts, identifyUsers } from "#indexer/identify.ts";
import { KnownIds } from "#indexer/knownIds.ts";
import type { Session } from "#indexer/session.ts";
import type { LoggedEvent } from "#indexer/source/loggedEvent.ts";
import { findCurrencies } from "#indexer/store/vault.store.ts";

/**
 * Opens the users and accounts of a settled piece's deposits before its own transaction begins, while that of the piece
 * before it is at work. They hold no money, so that whoever dies in between leaves nothing that is wrong.
 */
export async function openAhead(
  { pool, vault, ids }: Session,
  events: readonly LoggedEvent[],
): Promise<void> {
  const deposits = events.flatMap(({ event }) => (event.name === "Deposited" ? [event.args] : []));
  if (deposits.length === 0) return;
  const found = await inTransaction(pool, async (client) => {
    const opening = { client, vault, ids: new KnownIds(ids) };
    const currencies = await findCurrencies(client, vault.tenantId);
    const paid = deposits.filter(
      ({ account, token }) => currencies.has(token) && account !== vault.bankrollAddress,
    );
    await identifyUsers(
      opening,
      paid.map(({ account }) => account),
    );
    await identifyAccounts(
      opening,
      paid.flatMap(({ account, token }): AccountRole[] => {
        const [userId, currency] = [opening.ids.userOf(account), currencies.get(token)?.code];
        return userId === undefined || currency === undefined ? [] : rolesOfDeposit(userId, currency);
      }),
    );
    return opening.ids;
  });
  ids.keep(found);
}
