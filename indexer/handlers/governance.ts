import type { EvmAddress } from "#domain/chain/hex.ts";
import { type Change, foldGovernance } from "#domain/indexing/governance.ts";
import type { Anchored } from "#domain/indexing/governanceEvent.ts";
import { spanOf } from "#domain/indexing/span.ts";
import type { Handler, Scope } from "#indexer/handlers/handler.ts";
import { forgetFrom, replaceState, saveAnchors, saveChanges } from "#indexer/store/governance.store.ts";
import { findChanges } from "#indexer/store/rawChange.store.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";

/**
 * Who may do what. These events are few, so the state is folded again from all of them whenever one comes or goes, and
 * no event needs to be undone. Their raw events are recorded before they get here.
 */
export const governanceHandler: Handler<Change | Anchored> = {
  async observe(scope, events) {
    const { client, vault } = scope;
    const anchors = events.flatMap(({ event }) => (event.name === "Anchored" ? [event] : []));
    const changes = events.flatMap(({ event }) =>
      event.name === "Anchored" ? [] : [{ ...event, emitter: emitterOf(vault, event) }],
    );
    await saveAnchors(client, vault, anchors);
    if (changes.length === 0) return [];
    await saveChanges(client, vault, changes);
    await foldAgain(scope);
    return [];
  },

  // Whether a change is final follows from its block.
  finalize: async () => [],

  async reverse(scope, events) {
    const from = spanOf(events)?.from;
    if (from === undefined) return;
    await forgetFrom(scope.client, scope.vault, from);
    if (events.some(({ name }) => name !== "Anchored")) await foldAgain(scope);
  },
};

async function foldAgain({ client, vault }: Scope): Promise<void> {
  const changes = await findChanges(client, vault);
  await replaceState(client, vault, foldGovernance(changes, vault.address));
}

function emitterOf(vault: HouseVault, { name }: Change): EvmAddress {
  switch (name) {
    case "SignerRotated":
    case "OutflowLimitsChanged":
    case "TokenListed":
    case "EntriesPauseChanged":
    case "PayoutsPauseChanged":
    case "AuthorityUpdated":
      return vault.address;
    default:
      return vault.authority ?? vault.address;
  }
}
