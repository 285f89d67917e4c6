import type { Hex } from "#domain/chain/hex.ts";
import { bloomOf } from "#test/indexer/support/bloom.ts";
import type { Random } from "#test/indexer/support/random.ts";
import { addressOf, hashOf } from "#test/indexer/support/simulatedChain.ts";
import type { ChainPlan, VaultPlan } from "../plan.ts";
import { actAtRandom, fund } from "./acts.ts";
import type { SimBlock } from "./block.ts";
import { Draft } from "./draft.ts";
import { openExit } from "./exitActs.ts";
import { newVaultState, type VaultState } from "./vaultState.ts";

const GENESIS_TIME = 1_700_000_000;
const NOISE_SHARE = 0.3;

/** The blocks that a node knows, from the genesis block to its head. */
export type Branch = readonly SimBlock[];

/** A chain with vaults, kept in memory, that can be made to do what chains do. */
export class SimChain {
  readonly plan: ChainPlan;
  readonly #random: Random;
  readonly #note: (text: string) => void;
  #branch: SimBlock[];
  #abandoned: SimBlock[] | undefined;
  #made = 0;
  /** The highest block that anybody was ever told of. */
  #highest = 0;

  constructor(plan: ChainPlan, random: Random, note: (text: string) => void = () => {}) {
    this.plan = plan;
    this.#note = note;
    this.#random = random;
    const states = plan.vaults.map(({ address, tokens }) => [
      address,
      newVaultState(addressOf("first signer"), tokens),
    ]);
    this.#branch = [
      {
        number: 0,
        hash: hashOf(`genesis ${plan.chainId}`),
        parentHash: hashOf("nothing"),
        timestamp: GENESIS_TIME,
        bloom: bloomOf([]),
        logs: [],
        facts: [],
        vaults: new Map(states as [Hex, VaultState][]),
      },
    ];
  }

  get branch(): Branch {
    return this.#branch;
  }

  /** The branch that the last reorganisation left; the present one where there was none. */
  get otherBranch(): Branch {
    return this.#abandoned ?? this.#branch;
  }

  get head(): SimBlock {
    return this.#branch.at(-1)!;
  }

  /** The last block that can no longer be dropped. */
  get finalNumber(): number {
    return Math.max(0, this.#highest - this.plan.finalityDepth);
  }

  mine(blocks: number, activity = 0.5): void {
    for (let count = 0; count < blocks; count += 1) this.#mineOne((draft) => this.#fill(draft, activity));
    this.#highest = Math.max(this.#highest, this.head.number);
  }

  /** Opens the exit of a vault in a block of its own. */
  openExit(vault: VaultPlan): void {
    this.#mineOne((draft) => draft.transact(vault, openExit));
    this.#highest = Math.max(this.#highest, this.head.number);
  }

  /** Replaces blocks that are not final by others, or goes back to those that were replaced before. */
  reorganise(): void {
    const random = this.#random;
    const deepest = Math.min(64, this.head.number - this.finalNumber - 1);
    if (random.chance(0.3)) {
      this.#flipBack();
      return;
    }
    if (deepest < 1) return;
    const depth = random.chance(0.6) ? random.int(1, Math.min(3, deepest)) : random.int(1, deepest);
    this.#abandoned = this.#branch;
    this.#branch = this.#branch.slice(0, this.#branch.length - depth);
    this.mine(Math.max(0, depth + random.int(-2, 2)));
    this.#note(`dropped ${depth} blocks, stands at ${this.head.number}, final up to ${this.finalNumber}`);
  }

  #flipBack(): void {
    if (this.#abandoned === undefined) return;
    const other = this.#abandoned;
    const shared = this.#branch.findLastIndex((block, index) => other[index]?.hash === block.hash);
    if (shared <= this.finalNumber) return;
    [this.#branch, this.#abandoned] = [other, this.#branch];
    this.#note(`went back to a branch that leaves at ${shared}, stands at ${this.head.number}`);
  }

  #fill(draft: Draft, activity: number): void {
    const random = this.#random;
    if (!random.chance(activity)) return;
    for (let count = random.int(1, 4); count > 0; count -= 1) {
      if (random.chance(NOISE_SHARE)) draft.noise();
      const vault = random.pick(this.plan.vaults);
      if (vault.deployBlock <= draft.number) draft.transact(vault, actAtRandom);
    }
  }

  #mineOne(fill: (draft: Draft) => void): void {
    const parent = this.head;
    const draft = new Draft(parent, hashOf(`block ${this.#made++} on ${parent.hash}`), this.#random);
    for (const vault of this.plan.vaults) if (vault.deployBlock === draft.number) draft.transact(vault, fund);
    fill(draft);
    this.#branch.push(draft.seal());
  }
}
