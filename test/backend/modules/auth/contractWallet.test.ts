import { concatHex, encodeAbiParameters, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestApi } from "#test/backend/http/testApi.ts";
import { startTestChain } from "#test/support/services.ts";

/** Contracts of a few bytes that answer every call with one word: ERC-1271's "valid", or zero. */
const ACCEPTS_ALL: Hex = "0x631626ba7e60e01b60005260206000f3";
const REFUSES_ALL: Hex = "0x60006000526020600060f3";
const ERC_6492_SUFFIX: Hex = `0x${"6492".repeat(16)}`;

const wallet: Hex = "0x00000000000000000000000000000000000c0de1";
const refuser: Hex = "0x00000000000000000000000000000000000c0de2";

let api: TestApi;
let rpcUrl: string;
beforeAll(async () => {
  rpcUrl = (await startTestChain()).url;
  api = await TestApi.start({ RPC_URLS: rpcUrl });
  await setCode(wallet, ACCEPTS_ALL);
  await setCode(refuser, REFUSES_ALL);
});
afterAll(() => api.stop());

async function setCode(address: Hex, code: Hex): Promise<void> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "anvil_setCode", params: [address, code] });
  await fetch(rpcUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
}

async function signInAs(address: Hex, signature: Hex) {
  const message = await api.message(address);
  return api.call("/v1/auth/wallet", { method: "POST", body: { message, signature } });
}

describe("contract wallets", () => {
  test("default: ERC-1271", async () => {
    const { status, body } = await signInAs(wallet, `0x${"12".repeat(65)}`);
    expect(status).toBe(200);
    expect(body.user.walletAddress).toBe(wallet);
  });

  test("error: SignatureRefused: the contract says no", async () => {
    expect((await signInAs(refuser, `0x${"12".repeat(65)}`)).body.code).toBe("SIGNATURE_REFUSED");
  });

  test("error: SignatureRefused: another key, and no contract there", async () => {
    const owner = privateKeyToAccount(generatePrivateKey());
    const other = privateKeyToAccount(generatePrivateKey());
    const message = await api.message(owner.address);
    const body = { message, signature: await other.signMessage({ message }) };
    const answer = await api.call("/v1/auth/wallet", { method: "POST", body });
    expect(answer.body.code).toBe("SIGNATURE_REFUSED");
  });

  test("error: SignatureRefused: garbage of any length, with and without the marks of ERC-6492", async () => {
    const nobody: Hex = "0x00000000000000000000000000000000000c0de3";
    const wrapped = encodeAbiParameters(
      [{ type: "address" }, { type: "bytes" }, { type: "bytes" }],
      [refuser, "0x1234", "0x5678"],
    );
    const garbage: Hex[] = [
      "0x00",
      `0x${"ff".repeat(65)}`,
      `0x${"00".repeat(5_000)}`,
      concatHex(["0x1234", ERC_6492_SUFFIX]),
      concatHex([wrapped, ERC_6492_SUFFIX]),
    ];
    for (const signature of garbage) {
      expect((await signInAs(nobody, signature)).body.code, signature.slice(0, 40)).toBe("SIGNATURE_REFUSED");
    }
  });

  test("error: ChainUnavailable for contracts only: keys need no chain", async () => {
    const cutOff = await TestApi.start();
    const byKey = await cutOff.signIn();
    const message = await cutOff.message(wallet);
    const answer = await cutOff.call("/v1/auth/wallet", {
      method: "POST",
      body: { message, signature: "0x1234" },
    });
    await cutOff.stop();
    expect(byKey.accessToken).toBeTruthy();
    expect(answer.body).toMatchObject({ status: 503, code: "CHAIN_UNAVAILABLE" });
  });
});
