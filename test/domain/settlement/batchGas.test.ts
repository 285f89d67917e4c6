import { describe, expect, test } from "vitest";
import { NATIVE_TOKEN } from "#domain/chain/typedData.ts";
import { gasForPayments, paymentGas } from "#domain/settlement/batchGas.ts";

const TOKEN = `0x${"70".repeat(20)}` as const;
const MAX = 16_777_216n;

describe("gasForPayments", () => {
  test("default: 500 payments to accounts fit into one transaction, 500 that open accounts do not", () => {
    const room = gasForPayments(NATIVE_TOKEN, MAX);
    expect(500n * paymentGas(NATIVE_TOKEN, "account")).toBeLessThan(room);
    expect(500n * paymentGas(NATIVE_TOKEN, "new")).toBeGreaterThan(room);
  });

  test("behavior: with 100 hostile recipients among 500 they still fit", () => {
    const wanted = 400n * paymentGas(NATIVE_TOKEN, "account") + 100n * paymentGas(NATIVE_TOKEN, "code");
    expect(wanted).toBeLessThan(gasForPayments(NATIVE_TOKEN, MAX));
  });

  test("behavior: a token costs the same whoever is paid", () => {
    expect(paymentGas(TOKEN, "code")).toBe(paymentGas(TOKEN, "account"));
    expect(gasForPayments(TOKEN, MAX) / paymentGas(TOKEN, "new")).toBeGreaterThan(200n);
  });

  test("behavior: too small a transaction has room for nothing", () => {
    expect(gasForPayments(NATIVE_TOKEN, 100_000n)).toBe(0n);
  });
});
