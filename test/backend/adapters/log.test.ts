import { describe, expect, test } from "vitest";
import { createLog } from "#backend/adapters/log.ts";

const SECRET = "do-not-print-me";
const NAMES = [
  "authorization",
  "cookie",
  "signature",
  "token",
  "accessToken",
  "refreshToken",
  "serverSeed",
  "privateKey",
  "password",
];

/** What a log writes. */
function written(fields: object): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  createLog({ level: "info", name: "test", destination }).info(fields, "something happened");
  return lines.join("");
}

describe("createLog", () => {
  test.each(NAMES)("behavior: a field named %s is blanked, however deep it lies", (name) => {
    const fields = { [name]: SECRET };
    for (const entry of [fields, { request: fields }, { request: { body: fields } }]) {
      const line = written({ ...entry, kept: "in sight" });
      expect(line).not.toContain(SECRET);
      expect(line).toContain("[redacted]");
      expect(line).toContain("in sight");
    }
  });

  test("behavior: so are cookies that are set", () => {
    const headers = { "set-cookie": SECRET };
    expect(written({ res: { headers } })).not.toContain(SECRET);
    expect(written({ req: { headers } })).not.toContain(SECRET);
  });
});
