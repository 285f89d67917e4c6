import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { toProblem } from "#backend/http/problem.ts";
import { NoCommissions } from "#backend/modules/agents/payout.service.ts";
import { WithdrawalTooSmall } from "#backend/modules/wallet/withdraw.service.ts";
import { RoundFull } from "#domain/games/crash/placeBet.ts";
import { InsufficientBalance } from "#domain/ledger/insufficientBalance.ts";
import { MaxRiskExceeded } from "#domain/limits/maxRisk.ts";
import { StakeTooSmall } from "#domain/limits/stake.ts";
import { type MoneyRefusal, readMoneyRefusal } from "@/lib/api/moneyRefusal";
import { messages } from "@/lib/i18n/catalogue";

/** As the house answers it. */
function told(error: Error): MoneyRefusal | null {
  const { code, values } = toProblem(error, "r");
  return readMoneyRefusal(code, values ?? {});
}
const t = createTranslator({ locale: "en", messages, namespace: "refusals" });
const words = (error: Error) => {
  const { code, amounts, isNone } = told(error) ?? expect.unreachable();
  const texts = Object.entries(amounts).map(([name, minor]) => [name, `${minor} coins`] as const);
  return t(code, { ...Object.fromEntries(texts), none: String(isNone) });
};

describe("readMoneyRefusal", () => {
  test("default", () => {
    expect(told(new InsufficientBalance(5n, 6n))).toEqual({
      code: "INSUFFICIENT_BALANCE",
      amounts: { amountMinor: 6n, balanceMinor: 5n },
      isNone: false,
    });
  });

  test("behavior: every refusal about money has words that name each of its figures", () => {
    const cases: readonly (readonly [Error, readonly string[]])[] = [
      [new InsufficientBalance(5n, 6n), ["5 coins", "6 coins"]],
      [new MaxRiskExceeded(90n, 70n, 35n), ["70 coins", "35 coins"]],
      [new StakeTooSmall(1n, 10n), ["10 coins"]],
      [new WithdrawalTooSmall(1n, 20n), ["20 coins"]],
      [new RoundFull(30n), ["30 coins"]],
      [new NoCommissions(-4n), ["-4 coins"]],
    ];
    for (const [error, figures] of cases) {
      for (const figure of figures) expect(words(error)).toContain(figure);
    }
  });

  test("behavior: when nothing is left, nothing smaller is recommended", () => {
    expect(words(new MaxRiskExceeded(90n, 0n, 0n))).not.toContain("0 coins or less");
    expect(words(new RoundFull(0n))).not.toContain("coins");
  });

  test("behavior: what is not about money, or lacks its figures, keeps the house's own words", () => {
    expect(readMoneyRefusal("SELF_EXCLUDED", { until: "2027-01-01" })).toBeNull();
    expect(readMoneyRefusal("toString", {})).toBeNull();
    expect(readMoneyRefusal("ROUND_FULL", {})).toBeNull();
    expect(readMoneyRefusal("ROUND_FULL", { roomMinor: "1.5" })).toBeNull();
  });
});
