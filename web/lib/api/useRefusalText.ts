import { useTranslations } from "next-intl";
import type { CurrencyView } from "#domain/api/houseConfig.ts";
import { ApiProblem } from "@/lib/api/apiErrors";
import { readMoneyRefusal } from "@/lib/api/moneyRefusal";
import { readableAmount } from "@/lib/money/displayAmount";

/** As much of a refusal as its words need. */
type Refused = {
  readonly code: string;
  /** The house's own words, which count in minor units. */
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
};

/** Why something failed: where the reason is an amount in coins of the currency, else in the words it came with. */
export function useRefusalText(currency: CurrencyView | null) {
  const t = useTranslations("refusals");

  function refusalText({ code, text, values }: Refused): string {
    const told = readMoneyRefusal(code, values);
    if (told === null || currency === null) return text;
    const amounts = Object.entries(told.amounts).map(
      ([name, minor]) => [name, `${readableAmount(minor, currency.decimals)} ${currency.code}`] as const,
    );
    return t(told.code, { ...Object.fromEntries(amounts), none: String(told.isNone) });
  }

  return {
    refusalText,
    errorText(error: Error): string {
      const isProblem = error instanceof ApiProblem;
      if (!isProblem) return error.message;
      return refusalText({ code: error.code, text: error.message, values: error.problem.values ?? {} });
    },
  };
}
