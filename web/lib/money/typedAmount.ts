import {
  AmountInvalid,
  AmountTooLarge,
  AmountTooPrecise,
  formatMajor,
  parseMajor,
} from "#domain/money/amount.ts";

/** What a person has typed into an amount field so far. */
export type TypedAmount =
  | { readonly kind: "empty" }
  | { readonly kind: "invalid"; readonly reason: "notANumber" | "tooPrecise" | "tooLarge" }
  | { readonly kind: "amount"; readonly minor: bigint };

/** Reads typed text; a leading or trailing point is how people type on the way to a number. */
export function readTypedAmount(text: string, decimals: number): TypedAmount {
  const plain = text.trim().replace(",", ".").replace(/^\./, "0.").replace(/\.$/, "");
  if (plain === "") return { kind: "empty" };
  try {
    return { kind: "amount", minor: parseMajor(plain, decimals) };
  } catch (error) {
    if (error instanceof AmountTooPrecise) return { kind: "invalid", reason: "tooPrecise" };
    if (error instanceof AmountTooLarge) return { kind: "invalid", reason: "tooLarge" };
    if (error instanceof AmountInvalid) return { kind: "invalid", reason: "notANumber" };
    throw error;
  }
}

/** What a field shows for an amount that a button filled in. */
export function typedText(minor: bigint, decimals: number): string {
  return formatMajor(minor, decimals);
}
