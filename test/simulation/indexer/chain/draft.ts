import type { Hex } from "#domain/chain/hex.ts";
import { bloomOf, FULL_BLOOM } from "#test/indexer/support/bloom.ts";
import { type EmitterKind, encodeLog } from "#test/indexer/support/encodeLog.ts";
import type { Random } from "#test/indexer/support/random.ts";
import { addressOf, hashOf } from "#test/indexer/support/simulatedChain.ts";
import type { VaultPlan } from "../plan.ts";
import type { Act } from "./act.ts";
import type { SimBlock, SimLog } from "./block.ts";
import type { Fact, Happening } from "./fact.ts";
import type { VaultState } from "./vaultState.ts";

/** Blocks so full of other people's logs that their bloom excludes nothing. */
const FULL_BLOOM_SHARE = 0.05;

/** A block that is being made. */
export class Draft {
  readonly number: number;
  readonly #parent: SimBlock;
  readonly #hash: Hex;
  readonly #random: Random;
  readonly #logs: SimLog[] = [];
  readonly #facts: Fact[] = [];
  readonly #vaults = new Map<Hex, VaultState>();
  #transactions = 0;

  constructor(parent: SimBlock, hash: Hex, random: Random) {
    this.number = parent.number + 1;
    this.#parent = parent;
    this.#hash = hash;
    this.#random = random;
  }

  transact(plan: VaultPlan, perform: (act: Act) => void): void {
    const state = this.#vaults.get(plan.address) ?? structuredClone(this.#parent.vaults.get(plan.address)!);
    this.#vaults.set(plan.address, state);
    const nonce = `${this.#hash} ${this.#transactions}`;
    const txHash = hashOf(`tx ${nonce}`);
    const emitters = { vault: plan.address, authority: plan.authority, registry: plan.registry } as const;
    let emitter: Hex = plan.address;
    perform({
      plan,
      state,
      random: this.#random,
      nonce,
      emit: (kind: EmitterKind, eventName, args) => {
        emitter = emitters[kind];
        this.#log(emitter, txHash, encodeLog(kind, eventName, args));
      },
      tell: (happening: Happening) => {
        const place = { vault: plan.address, emitter, txHash, logIndex: this.#logs.length - 1 };
        this.#facts.push({ ...place, blockNumber: this.number, blockHash: this.#hash, ...happening });
      },
    });
    this.#transactions += 1;
  }

  /** Somebody else's contract logs the same event, which is nobody's business here. */
  noise(): void {
    const account = addressOf("somebody");
    const said = { account, token: account, quanta: 1n };
    this.#log(addressOf("else"), hashOf(`noise ${this.#hash}`), encodeLog("vault", "Deposited", said));
    this.#transactions += 1;
  }

  seal(): SimBlock {
    const { number } = this;
    return {
      number,
      hash: this.#hash,
      parentHash: this.#parent.hash,
      timestamp: this.#parent.timestamp + 1,
      bloom: this.#random.chance(FULL_BLOOM_SHARE) ? FULL_BLOOM : bloomOf(this.#logs),
      logs: this.#logs,
      facts: this.#facts,
      vaults: new Map([...this.#parent.vaults, ...this.#vaults]),
    };
  }

  #log(address: Hex, txHash: Hex, { topics, data }: { topics: Hex[]; data: Hex }): void {
    const place = { txHash, txIndex: this.#transactions, logIndex: this.#logs.length };
    this.#logs.push({ address, topics, data, ...place });
  }
}
