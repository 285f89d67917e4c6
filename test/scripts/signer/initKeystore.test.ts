import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";
import { expect, test } from "vitest";
import { KeystoreLocked, openKeystore } from "#backend/adapters/keystoreKey.ts";
import { initKeystore } from "#scripts/signer/initKeystore.ts";

const PASSWORD = "correct horse battery";
const KEY: Hex = `0x${"51".repeat(32)}`;

test("behavior: a keystore that exists is kept; a new one has a key of its own", async () => {
  const folder = mkdtempSync(join(tmpdir(), "fairhouse-keystore-"));
  const path = join(folder, "keystore.json");
  await initKeystore({ path, password: PASSWORD, privateKey: KEY });
  const before = readFileSync(path, "utf8");
  const again = await initKeystore({ path, password: PASSWORD });
  expect(again.toLowerCase()).toBe(privateKeyToAddress(KEY).toLowerCase());
  expect(readFileSync(path, "utf8")).toBe(before);
  expect(before).not.toContain(KEY.slice(2));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await expect(openKeystore(path, "another password")).rejects.toThrow(KeystoreLocked);

  const fresh = join(folder, "deep", "fresh.json");
  const address = await initKeystore({ path: fresh, password: PASSWORD });
  expect((await openKeystore(fresh, PASSWORD)).address()).toBe(address.toLowerCase());
  expect(address).not.toBe(privateKeyToAddress(KEY));
  rmSync(folder, { recursive: true, force: true });
});
