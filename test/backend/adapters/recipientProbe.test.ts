import { createPublicClient, createTestClient, type Hex, http } from "viem";
import { beforeAll, describe, expect, test } from "vitest";
import { MAX_PROBED, probeRecipients } from "#backend/adapters/recipientProbe.ts";
import { startTestChain } from "#test/support/services.ts";

const account = (n: number): Hex => `0x${(0xfade_0000 + n).toString(16).padStart(40, "0")}`;

let client: ReturnType<typeof createPublicClient>;
let node: ReturnType<typeof createTestClient>;
beforeAll(async () => {
  const transport = http((await startTestChain()).url);
  client = createPublicClient({ transport });
  node = createTestClient({ transport, mode: "anvil" });
});

describe("probeRecipients", () => {
  test("default: in the order asked", async () => {
    const [rich, contract, delegated, unknown] = [1, 2, 3, 4].map(account) as [Hex, Hex, Hex, Hex];
    await node.setBalance({ address: rich, value: 1n });
    await node.setCode({ address: contract, bytecode: "0x00" });
    await node.setCode({ address: delegated, bytecode: `0xef0100${contract.slice(2)}` });
    expect(await probeRecipients(client, [contract, unknown, rich, delegated, unknown])).toEqual([
      "code",
      "new",
      "account",
      "code",
      "new",
    ]);
  });

  test("behavior: a full batch is one question", async () => {
    const recipients = Array.from({ length: MAX_PROBED }, (_, n) => account(100 + n));
    await node.setBalance({ address: recipients.at(-1)!, value: 1n });
    const kinds = await probeRecipients(client, recipients);
    expect(kinds.slice(0, -1).every((kind) => kind === "new")).toBe(true);
    expect(kinds.at(-1)).toBe("account");
    expect(await probeRecipients(client, [])).toEqual([]);
  });
});
