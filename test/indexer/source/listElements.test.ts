import { describe, expect, test } from "vitest";
import { listElements } from "#indexer/source/listElements.ts";
import { RpcFailure } from "#indexer/source/rpcFailure.ts";
import fc from "#test/support/properties.ts";

const CALL = { method: "eth_getLogs", params: [] };

/** Cuts text into chunks of the sizes given, over and over. */
async function* chunks(text: string, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function elementsOf(text: string, sizes: readonly number[] = [text.length]): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const part of listElements(CALL, chunks(text, sizes))) found.push(...part);
  return found;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
const element = fc.oneof(
  fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 3 })),
  fc.record({ data: fc.constantFrom('a"b', "\\", '\\"', "]}", "[{", "\u{1f3b2}") }),
);
const indent = fc.constantFrom(undefined, 1, "\t");

describe("elements of a list that is larger than memory", () => {
  test("property: they are those of the list, wherever the bytes are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(element, { maxLength: 12 }),
        sizes,
        indent,
        fc.boolean(),
        async (list, cut, space, isFirst) => {
          const around = { jsonrpc: "2.0", id: 0 };
          const body = isFirst ? { result: list, ...around } : { ...around, result: list };
          expect(await elementsOf(JSON.stringify(body, null, space), cut)).toEqual(
            JSON.parse(JSON.stringify(list)),
          );
        },
      ),
    );
  });

  test("property: an answer that is cut short fails, whatever came before", async () => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 0, result: [{ a: [1, "}"] }, { b: "]" }, {}] });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: body.length - 1 }), sizes, async (end, cut) => {
        await expect(elementsOf(body.slice(0, end), cut)).rejects.toThrow(RpcFailure);
      }),
    );
  });

  test("behavior: elements are given out before the last one has come", async () => {
    const given: unknown[] = [];
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"id":0,"result":[{"a":1},{"b"');
      expect(given).toEqual([{ a: 1 }]);
      yield Buffer.from(":2}]}");
    }
    for await (const part of listElements(CALL, slow())) given.push(...part);
    expect(given).toEqual([{ a: 1 }, { b: 2 }]);
  });

  const failures: [string, string, string][] = [
    [
      "says that the range is too large",
      '{"id":0,"error":{"code":-32005,"message":"query returned more than 10000 results"}}',
      "limit",
    ],
    [
      "says that something else is wrong",
      '{"id":0,"error":{"code":-32602,"message":"invalid argument 0","data":[{}]}}',
      "permanent",
    ],
    [
      "says that it failed after all",
      '{"id":0,"result":[{}],"error":{"code":-32000,"message":"gave up"}}',
      "retryable",
    ],
    ["is no list", '{"id":0,"result":{"a":[{}]}}', "retryable"],
    ["is nothing", "", "retryable"],
    ["is a web page", "<html>{[hello]}</html>", "retryable"],
    ["holds no JSON", '{"id":0,"result":[{a}]}', "retryable"],
    ["has another list behind it", '{"id":0,"result":[{}]}[{}]', "retryable"],
  ];
  test.each(failures)("error: RpcFailure when the answer %s", async (_, body, kind) => {
    await expect(elementsOf(body, [7])).rejects.toMatchObject({ kind });
  });
});
