import { describe, expect, test } from "vitest";
import { ACTIONS } from "#scripts/administer/actions.ts";
import { AdministerRefused } from "#scripts/administer/errors.ts";
import { ADMINISTER_USAGE, readAdministerOptions } from "#scripts/administer/options.ts";

const VAULT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const SOMEBODY = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const PLACE = ["--vault", VAULT, "--rpc", "http://127.0.0.1:8545"];
const read = (line: string) => readAdministerOptions([...line.split(" ").filter(Boolean), ...PLACE]);
const LIMITS = "--batch-cap 2 --capacity 3 --refill 1";

describe("readAdministerOptions", () => {
  test("default", () => {
    expect(read("pause-payouts")).toMatchObject({
      vault: VAULT,
      rpcUrl: "http://127.0.0.1:8545",
      mode: "send",
      order: { kind: "act", act: { contract: "Vault", words: "pausePayouts()", guard: "function" } },
    });
    expect(read("pause-payouts --calldata")).toMatchObject({ mode: "calldata" });
  });

  test("behavior: says in words what it will do", () => {
    const words = (line: string) => {
      const order = read(line)?.order;
      return order?.kind === "act" ? order.act.words : undefined;
    };
    expect(words(`grant --role operator --account ${SOMEBODY} --delay 0`)).toBe(
      `grantRole(2, ${SOMEBODY}, 0)`,
    );
    expect(words(`set-limits --token 0x${"0".repeat(40)} ${LIMITS}`)).toContain(
      "{batchCap: 2, outflowCapacity: 3, outflowRefillPerSecond: 1}",
    );
  });

  test("behavior: --help is enough of itself, and names every action with its flags", () => {
    expect(readAdministerOptions(["--help"])).toBeUndefined();
    for (const [name, { flags }] of Object.entries(ACTIONS)) {
      for (const word of [name, ...flags.map((flag) => `--${flag}`)])
        expect(ADMINISTER_USAGE).toContain(word);
    }
  });

  test.each([
    ["", "Say what to do."],
    ["pause", 'There is no action "pause".'],
    ["constructor", 'There is no action "constructor".'],
    ["pause-payouts now", '"now" is one word too many.'],
    ["pause-payouts --quickly", "Unknown option '--quickly'."],
    [`pause-payouts --signer ${SOMEBODY}`, '"pause-payouts" takes no --signer.'],
    ["pause-payouts --dry-run --calldata", "--dry-run and --calldata exclude each other."],
    ["pause-payouts --from me", "--from must be an address"],
    ["rotate-signer", "--signer must be an address"],
    ["rotate-signer --signer", "Option '--signer' argument is ambiguous. See"],
    [`rotate-signer --signer 0x${"0".repeat(40)}`, "--signer must not be the zero address"],
    ["rotate-signer --signer 0x3c44CdDdB6a900fa2b585dd299e03d12FA4293BC", "right checksum"],
    [
      `grant --role king --account ${SOMEBODY} --delay 0`,
      "--role must be admin, guardian, operator, treasury",
    ],
    [`grant --role guardian --account ${SOMEBODY}`, "--delay is missing"],
    [`grant --role treasury --account ${SOMEBODY} --delay 0`, "--delay must not be 0 for TREASURY"],
    [`grant --role admin --account ${SOMEBODY} --delay 4294967296`, "--delay must not be above 4294967295"],
    ["cancel --operation 0x12", "--operation must be 0x and 64 hex digits"],
    ["deposit --quanta 1.5", "--quanta must be a whole number"],
    ["deposit --quanta -1", "--quanta"],
    ["deposit --quanta 0", "--quanta must be above zero"],
    ["deposit --quanta 99999999999999999999", "--quanta must not be above 18446744073709551615"],
    [
      `set-limits --token ${SOMEBODY} --batch-cap 4 --capacity 3 --refill 1`,
      "--batch-cap must not be above --capacity",
    ],
  ])("error: AdministerRefused for %j", (line, message) => {
    expect(() => read(line)).toThrow(AdministerRefused);
    expect(() => read(line)).toThrow(message);
  });

  test("error: AdministerRefused for a vault or a node that is none", () => {
    const args = (vault: string, rpc: string) => ["pause-payouts", "--vault", vault, "--rpc", rpc];
    expect(() => readAdministerOptions(args("0x12", "http://a"))).toThrow("--vault must be an address");
    expect(() => readAdministerOptions(args(VAULT, "ftp://a"))).toThrow(
      "--rpc must be the http address of a node",
    );
    expect(() => readAdministerOptions(["pause-payouts"])).toThrow(AdministerRefused);
  });
});
