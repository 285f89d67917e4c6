import type { Hex } from "#domain/chain/hex.ts";
import type { HouseVault } from "#indexer/store/vault.store.ts";
import type { Fact, PaidEntry } from "./chain/fact.ts";
import type { SimChain } from "./chain/simChain.ts";
import type { SimBatch, TenantPlan, VaultPlan } from "./plan.ts";

/** A vault of a tenant, with the chain that it is on and up to which block that is final. */
export interface TrueVault {
  readonly plan: VaultPlan;
  readonly vault: HouseVault;
  readonly chain: SimChain;
  readonly finalNumber: number;
}

/** What a tenant's books must say. Keys and values are text, so that they can be compared with rows. */
export interface Truth {
  /** `kind/currency/wallet` to the sum of such accounts, without zeros. */
  readonly balances: Map<string, bigint>;
  /** `block hash/log index` to `wallet or house/currency/amount/status`. */
  readonly deposits: Map<string, string>;
  /** `block hash/log index` to `kind/account/sponsor/amount/nonce/status`. */
  readonly entries: Map<string, string>;
  /** `batch/position` to status. */
  readonly withdrawals: Map<string, string>;
  /** Batch id to status. */
  readonly batches: Map<string, string>;
  /** `vault/currency/epoch` to `root/total/status`. */
  readonly checkpoints: Map<string, string>;
  /** `vault/kind/epoch` to root. */
  readonly anchors: Map<string, string>;
  /** `vault/block hash/log index` to name. */
  readonly governance: Map<string, string>;
}

type Place = { readonly vault: TrueVault; readonly fact: Fact; readonly isFinal: boolean };

/** Adds up what really happened to a tenant's vaults, in words of accounting and without reading a single log. */
export function truthOf(tenant: TenantPlan, vaults: readonly TrueVault[]): Truth {
  const teller = new Teller(tenant);
  for (const vault of vaults) teller.plan(vault.plan);
  for (const vault of vaults) {
    for (const block of vault.chain.branch) {
      const isFinal = block.number <= vault.finalNumber;
      for (const fact of block.facts) {
        if (fact.vault === vault.plan.address) teller.tell({ vault, fact, isFinal });
      }
    }
  }
  teller.settleExits();
  return teller.truth();
}

/** Of equal entries to one account nobody can tell which was refused: the first ones count as such. */
function earliestCredited(entries: readonly PaidEntry[]): PaidEntry[] {
  const keyOf = ({ account, quanta }: PaidEntry) => `${account}/${quanta}`;
  const refused = Map.groupBy(
    entries.filter(({ isCredited }) => isCredited),
    keyOf,
  );
  return entries.map((entry) => ({ ...entry, isCredited: refused.get(keyOf(entry))?.pop() !== undefined }));
}

const NOBODY = `0x${"0".repeat(40)}`;
const NATIVE_CODE = "BNB";

/** Keeps the accounts while the story is told. */
class Teller {
  readonly #tenant: TenantPlan;
  readonly #codes: Map<Hex, string>;
  readonly #balances = new Map<string, bigint>();
  readonly #deposits = new Map<string, string>();
  readonly #entries = new Map<string, string>();
  readonly #withdrawals = new Map<string, string>();
  readonly #batches = new Map<string, string>();
  readonly #checkpoints = new Map<string, string>();
  readonly #anchors = new Map<string, string>();
  readonly #governance = new Map<string, string>();
  readonly #planned = new Map<Hex, SimBatch>();
  /** Who owns the credits that an account has not claimed, by `vault/token/account`. */
  readonly #credits = new Map<string, { owner: Hex | undefined; quanta: bigint }[]>();
  readonly #exits: Place[] = [];

  constructor(tenant: TenantPlan) {
    this.#tenant = tenant;
    this.#codes = new Map(tenant.currencies.map(({ token, code }) => [token, code]));
    for (const { wallet, quanta } of tenant.waiting)
      this.#move("house_bankroll", "withdrawal_pending", NATIVE_CODE, quanta, "", wallet);
    for (const place of tenant.waiting.keys()) this.#withdrawals.set(`waiting/${place}`, "requested");
  }

  plan({ known }: VaultPlan): void {
    for (const batch of known) {
      this.#planned.set(batch.id, batch);
      this.#batches.set(batch.id, "sent");
      const code = this.#codes.get(batch.token)!;
      for (const [position, { wallet, quanta }] of batch.entries.entries()) {
        this.#withdrawals.set(`${batch.id}/${position}`, "batched");
        this.#move("house_bankroll", "withdrawal_pending", code, quanta, "", wallet);
      }
    }
  }

  tell(place: Place): void {
    const { fact, vault, isFinal } = place;
    const key = `${fact.blockHash}/${fact.logIndex}`;
    const status = isFinal ? "final" : "confirming";
    switch (fact.kind) {
      case "deposit":
        this.#deposit(fact, vault, isFinal, key);
        return;
      case "entry": {
        const kind = fact.isFirst ? "registration" : "retopup";
        const sponsor = fact.sponsor === NOBODY ? "nobody" : fact.sponsor;
        this.#entries.set(key, [kind, fact.account, sponsor, fact.quanta, fact.nonce, status].join("/"));
        this.#move("custody", "suspense", NATIVE_CODE, fact.quanta);
        return;
      }
      case "payout":
        this.#payout(fact, vault, isFinal);
        return;
      case "claim":
        this.#claim(fact, vault);
        return;
      case "checkpoint": {
        const code = this.#codes.get(fact.token);
        if (code === undefined) return;
        const said = [fact.root, fact.total, fact.entered, fact.executed, isFinal ? "final" : "published"];
        this.#checkpoints.set(`${vault.plan.address}/${code}/${fact.epoch}`, said.join("/"));
        return;
      }
      case "treasury":
        this.#move("house_bankroll", "custody", this.#codes.get(fact.token), fact.quanta);
        return;
      case "anchor":
        this.#anchors.set(`${vault.plan.address}/${fact.subject}/${fact.epoch}`, fact.root);
        return;
      case "governance":
        this.#governance.set(`${vault.plan.address}/${key}`, fact.name);
        return;
      case "exit":
        this.#move("suspense", "custody", this.#codes.get(fact.token), fact.paid);
        if (isFinal) this.#exits.push(place);
        return;
      case "exitActivated":
        if (isFinal) this.#cancelWaiting(fact.token);
        return;
    }
  }

  /** Exits are settled once they are final, the earliest first; until then their money is in suspense. */
  settleExits(): void {
    for (const { fact, vault } of this.#exits) {
      if (fact.kind !== "exit") continue;
      const code = this.#codes.get(fact.token);
      if (code === undefined) continue;
      if (fact.account === vault.plan.bankroll) {
        this.#move("house_bankroll", "suspense", code, fact.paid);
      } else if (fact.batchId === undefined) {
        const held = this.#balances.get(`player_cash/${code}/${fact.account}`) ?? 0n;
        this.#move("player_cash", "suspense", code, held < fact.paid ? held : fact.paid, fact.account);
      } else {
        this.#exitBatch(fact.batchId, fact.account, code);
      }
    }
  }

  truth(): Truth {
    const balances = new Map([...this.#balances].filter(([, quanta]) => quanta !== 0n));
    return {
      balances,
      deposits: this.#deposits,
      entries: this.#entries,
      withdrawals: this.#withdrawals,
      batches: this.#batches,
      checkpoints: this.#checkpoints,
      anchors: this.#anchors,
      governance: this.#governance,
    };
  }

  #deposit(
    { account, token, quanta }: Extract<Fact, { kind: "deposit" }>,
    { plan }: TrueVault,
    isFinal: boolean,
    key: string,
  ): void {
    const code = this.#codes.get(token);
    if (code === undefined) return;
    const status = isFinal ? "credited" : "confirming";
    if (account === plan.bankroll) {
      this.#move("custody", isFinal ? "house_bankroll" : "bankroll_confirming", code, quanta);
      this.#deposits.set(key, ["house", code, quanta, status].join("/"));
    } else {
      this.#move("custody", isFinal ? "player_cash" : "player_confirming", code, quanta, "", account);
      this.#deposits.set(key, [account, code, quanta, status].join("/"));
    }
  }

  #payout(
    { batchId, token, entries }: Extract<Fact, { kind: "payout" }>,
    { plan }: TrueVault,
    isFinal: boolean,
  ): void {
    const code = this.#codes.get(token);
    const batch = plan.known.find(({ id }) => id === batchId);
    let isOurs = batch !== undefined;
    for (const [position, { account, quanta, isCredited }] of earliestCredited(entries).entries()) {
      const withdrawal = batch?.entries[position];
      const owner =
        withdrawal?.to === account && withdrawal.quanta === quanta ? withdrawal.wallet : undefined;
      isOurs &&= owner !== undefined;
      if (isCredited) {
        const key = `${plan.address}/${token}/${account}`;
        this.#credits.set(key, [...(this.#credits.get(key) ?? []), { owner, quanta }]);
      }
      if (owner === undefined) {
        if (!isCredited) this.#move("suspense", "custody", code, quanta);
        continue;
      }
      if (isCredited) this.#move("withdrawal_pending", "payout_credit", code, quanta, owner, owner);
      else this.#move("withdrawal_pending", "custody", code, quanta, owner);
      const paid = isFinal ? "settled" : "paid";
      this.#withdrawals.set(`${batchId}/${position}`, isCredited ? "credited" : paid);
    }
    if (isOurs) this.#batches.set(batchId, isFinal ? "final" : "executed");
  }

  #claim({ account, token }: Extract<Fact, { kind: "claim" }>, { plan }: TrueVault): void {
    const code = this.#codes.get(token);
    const key = `${plan.address}/${token}/${account}`;
    for (const { owner, quanta } of this.#credits.get(key) ?? []) {
      if (owner === undefined) this.#move("suspense", "custody", code, quanta);
      else this.#move("payout_credit", "custody", code, quanta, owner);
    }
    this.#credits.delete(key);
  }

  #cancelWaiting(token: Hex): void {
    if (this.#codes.get(token) !== NATIVE_CODE) return;
    for (const [place, { wallet, quanta }] of this.#tenant.waiting.entries()) {
      if (this.#withdrawals.get(`waiting/${place}`) !== "requested") continue;
      this.#withdrawals.set(`waiting/${place}`, "cancelled");
      this.#move("withdrawal_pending", "player_cash", NATIVE_CODE, quanta, wallet, wallet);
    }
  }

  #exitBatch(batchId: Hex, account: Hex, code: string): void {
    for (const [position, { wallet, to, quanta }] of this.#planned.get(batchId)!.entries.entries()) {
      if (to !== account) continue;
      this.#move("withdrawal_pending", "suspense", code, quanta, wallet);
      this.#withdrawals.set(`${batchId}/${position}`, "settled");
    }
  }

  /** A movement of a token that the house does not list is on no account. */
  #move(
    from: string,
    to: string,
    code: string | undefined,
    quanta: bigint,
    fromOwner = "",
    toOwner = "",
  ): void {
    if (code === undefined) return;
    this.#add(`${from}/${code}/${fromOwner}`, -quanta);
    this.#add(`${to}/${code}/${toOwner}`, quanta);
  }

  #add(key: string, quanta: bigint): void {
    this.#balances.set(key, (this.#balances.get(key) ?? 0n) + quanta);
  }
}
