import { describe, expect, test } from "vitest";
import type { EntryIntent } from "#domain/chain/typedData.ts";
import {
  CHAIN_CLOCK_MARGIN_SECONDS,
  type EntryCircumstances,
  isEntryOver,
  judgeEntryIntent,
} from "#domain/settlement/judgeEntryIntent.ts";
import { SigningRefused } from "#domain/settlement/signingRefused.ts";

const VAULT = `0x${"7a".repeat(20)}` as const;
const NOW = 1_000_000n;
const GIVEN: EntryCircumstances = {
  caps: {
    maxPerDay: 2,
    maxDeadlineSeconds: 600n,
    kinds: { registration: { amounts: [20n] }, retopup: { minQuanta: 40n, maxQuanta: 80n } },
  },
  signedToday: 1,
  nowSeconds: NOW,
};

function judge(intent: Partial<EntryIntent> = {}, given: Partial<EntryCircumstances> = {}): void {
  const valid: EntryIntent = {
    kind: 1,
    account: `0x${"a1".repeat(20)}`,
    sponsor: `0x${"b2".repeat(20)}`,
    amount: 20n,
    placementHint: `0x${"00".repeat(32)}`,
    nonce: 0n,
    signerEpoch: 3n,
    deadline: NOW + 600n,
  };
  judgeEntryIntent({ chainId: 56, vault: VAULT, intent: { ...valid, ...intent } }, { ...GIVEN, ...given });
}

describe("judgeEntryIntent", () => {
  test("default", () => {
    judge();
    judge({ sponsor: `0x${"0".repeat(40)}` }); // Nobody's referral.
    for (const amount of [40n, 61n, 80n]) judge({ kind: 2, amount });
  });

  test.each<[string, Partial<EntryIntent>, Partial<EntryCircumstances>?]>([
    ["ENTRY_KIND_NOT_ALLOWED", { kind: 0 }],
    [
      "ENTRY_KIND_NOT_ALLOWED",
      { kind: 2 },
      { caps: { ...GIVEN.caps, kinds: { registration: { amounts: [20n] } } } },
    ],
    ["ENTRY_AMOUNT_NOT_ALLOWED", { amount: 40n }],
    ["ENTRY_AMOUNT_NOT_ALLOWED", { kind: 2, amount: 20n }],
    ["ENTRY_DAY_CAP_EXCEEDED", {}, { signedToday: 2 }],
    ["DEADLINE_PASSED", { deadline: NOW }],
    ["DEADLINE_TOO_FAR", { deadline: NOW + 601n }],
    ["ENTRY_ACCOUNT_INVALID", { sponsor: VAULT }],
  ])("error: SigningRefused %s", (reason, intent, given) => {
    expect(() => judge(intent, given)).toThrow(SigningRefused);
    expect(() => judge(intent, given)).toThrow(expect.objectContaining({ reason }));
  });
});

describe("isEntryOver", () => {
  const standing = { deadline: NOW, signerEpoch: 3n };
  const end = NOW + CHAIN_CLOCK_MARGIN_SECONDS;
  test.each([
    [end, 3n, false],
    [end + 1n, 3n, true],
    [NOW - 100n, 4n, true],
    [NOW - 100n, 2n, false],
  ])("default: at %i in signer epoch %i: %s", (nowSeconds, signerEpoch, isOver) => {
    expect(isEntryOver(standing, { nowSeconds, signerEpoch })).toBe(isOver);
  });
});
