import { FairhouseError } from "#domain/errors.ts";

/** What a vault says about one of its tokens that decides whether the house may take something out; in quanta. */
export type TreasuryFacts = {
  readonly surplusQuanta: bigint;
  /** Unix seconds; null before the first checkpoint. */
  readonly publishedAt: bigint | null;
  readonly freshnessSeconds: bigint;
  readonly isExitActive: boolean;
  /** Unix seconds of the newest block. */
  readonly now: bigint;
};

/**
 * Says beforehand what the vault would say. It asks again when the transfer is executed, after its delay.
 * @throws ExitUnderWay, CheckpointStale, SurplusExceeded
 */
export function requireTransferable(quanta: bigint, facts: TreasuryFacts): void {
  const { surplusQuanta, publishedAt, freshnessSeconds, now } = facts;
  // During an exit the vault keeps another account of what is free; the house has closed, and takes nothing in advance.
  if (facts.isExitActive) throw new ExitUnderWay();
  if (publishedAt === null || now - publishedAt > freshnessSeconds) {
    throw new CheckpointStale(publishedAt === null ? null : now - publishedAt, freshnessSeconds);
  }
  if (quanta > surplusQuanta) throw new SurplusExceeded(quanta, surplusQuanta);
}

/** The vault pays out to its players now, and what is left is found out afterwards. */
export class ExitUnderWay extends FairhouseError {
  readonly code = "EXIT_UNDER_WAY";

  constructor() {
    super("The vault's exit is active: it first pays what players are owed.");
  }
}

/** What is owed was not published lately, so the surplus is not known. */
export class CheckpointStale extends FairhouseError {
  readonly code = "CHECKPOINT_STALE";
  readonly ageSeconds: bigint | null;
  readonly maxAgeSeconds: bigint;

  constructor(ageSeconds: bigint | null, maxAgeSeconds: bigint) {
    const state = ageSeconds === null ? "none was published yet" : `the last one is ${ageSeconds} s old`;
    super(`The treasury needs a checkpoint of at most ${maxAgeSeconds} s, and ${state}.`);
    this.ageSeconds = ageSeconds;
    this.maxAgeSeconds = maxAgeSeconds;
  }
}

/** More than the vault holds beyond what it owes. */
export class SurplusExceeded extends FairhouseError {
  readonly code = "SURPLUS_EXCEEDED";
  readonly amountMinor: bigint;
  readonly surplusMinor: bigint;

  constructor(amountMinor: bigint, surplusMinor: bigint) {
    super(`The surplus is ${surplusMinor} minor units: ${amountMinor} cannot be taken.`);
    this.amountMinor = amountMinor;
    this.surplusMinor = surplusMinor;
  }
}
