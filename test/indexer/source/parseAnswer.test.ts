import { describe, expect, test } from "vitest";
import { AnswerInvalid, parseHeader, parseLogs } from "#indexer/source/parseAnswer.ts";
import fc from "#test/support/properties.ts";
import { headerShape, logShape } from "./answerShapes.ts";

const RUNS = { numRuns: 1_000 };
const hex = (bytes: number) =>
  fc.tuple(fc.uint8Array({ minLength: bytes, maxLength: bytes }), fc.boolean()).map(([value, isUpper]) => {
    const digits = Buffer.from(value).toString("hex");
    return `0x${isUpper ? digits.toUpperCase() : digits}`;
  });
const quantity = (max: bigint) => fc.bigInt({ min: 0n, max }).map((value) => `0x${value.toString(16)}`);

/** Things that nodes have said in the place of something else. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, undefined, "", "0x", "0X00", "0x0", "0xg0", "12", 12, -1, true, [], {}, ["0x00"]],
    ...[`0x${"0".repeat(63)}`, `0x${"0".repeat(65)}`, `0x${"f".repeat(16)}`, `0x${"f".repeat(65)}`, "0x00\n"],
  ),
  fc.string({ maxLength: 70 }),
  hex(20),
  hex(32),
  hex(33),
  quantity(2n ** 70n),
);

/** A record of which at most one part is odd. */
function mostly<Shape extends Record<string, unknown>>(sound: fc.Arbitrary<Shape>): fc.Arbitrary<unknown> {
  const spoilt = fc.tuple(sound, fc.nat(), odd).map(([record, place, value]) => {
    const names = Object.keys(record);
    return { ...record, [names[place % names.length]!]: value };
  });
  return fc.oneof(sound, spoilt, odd);
}

const header = fc.record({
  number: quantity(2n ** 63n),
  hash: hex(32),
  parentHash: hex(32),
  timestamp: quantity(2n ** 63n),
  logsBloom: hex(256),
});
const log = fc.record(
  {
    address: hex(20),
    topics: fc.array(fc.oneof({ weight: 20, arbitrary: hex(32) }, { weight: 1, arbitrary: odd }), {
      maxLength: 5,
    }),
    data: fc.nat(70).chain(hex),
    blockNumber: quantity(2n ** 63n),
    blockHash: hex(32),
    transactionHash: hex(32),
    logIndex: quantity(1_000_001n),
    removed: fc.boolean(),
  },
  { requiredKeys: ["address", "topics", "data", "blockNumber", "blockHash", "transactionHash", "logIndex"] },
);

/** What a parser makes of an answer, or that it refuses it. */
function outcome<Parsed>(parse: () => Parsed): Parsed | "refused" {
  try {
    return parse();
  } catch (error) {
    expect(error).toBeInstanceOf(AnswerInvalid);
    return "refused";
  }
}

describe("parsing answers by hand", () => {
  test("property: headers are read and refused as by their shape", () => {
    fc.assert(
      fc.property(mostly(header), (answer) => {
        const expected = headerShape.safeParse(answer);
        expect(outcome(() => parseHeader(answer))).toEqual(expected.success ? expected.data : "refused");
      }),
      RUNS,
    );
  });

  test("property: logs are read and refused as by their shape, whatever came before them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 9, arbitrary: log }, { weight: 1, arbitrary: mostly(log) })),
        (answers) => {
          const expected = answers.map((answer) => logShape.safeParse(answer));
          const isSound = expected.every(({ success }) => success);
          const kept = expected.flatMap(({ data }) => {
            const { removed, ...parsed } = data ?? { removed: true };
            return removed === true ? [] : [parsed];
          });
          expect(outcome(() => parseLogs(answers))).toEqual(isSound ? kept : "refused");
        },
      ),
      RUNS,
    );
  });

  test("property: logs that share a block and an emitter are read as each by itself", () => {
    const related = fc
      .tuple(log, fc.array(mostly(log), { maxLength: 4 }))
      .map(([first, others]) =>
        [first, ...others].map((answer, place) =>
          place % 2 === 0 && typeof answer === "object" ? { ...first, logIndex: `0x${place}` } : answer,
        ),
      );
    fc.assert(
      fc.property(related, (answers) => {
        const alone = answers.map((answer) => outcome(() => parseLogs([answer])));
        const together = outcome(() => parseLogs(answers));
        expect(together).toEqual(alone.includes("refused") ? "refused" : alone.flat());
      }),
      RUNS,
    );
  });
});
