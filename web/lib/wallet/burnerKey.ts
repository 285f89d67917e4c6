import { generatePrivateKey } from "viem/accounts";
import { z } from "zod";
import { readStored, writeStored } from "@/lib/storage";

const STORAGE_KEY = "fairhouse.burner";
const privateKey = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]);

/** The key of this browser's test wallet; null when it has none. */
export function keptBurnerKey(): `0x${string}` | null {
  return readStored(localStorage, STORAGE_KEY, privateKey);
}

/** The key of this browser's test wallet, made on first use. It is readable by scripts: test coins only. */
export function burnerKey(): `0x${string}` {
  const kept = keptBurnerKey();
  if (kept !== null) return kept;
  const fresh = generatePrivateKey();
  writeStored(localStorage, STORAGE_KEY, fresh);
  return fresh;
}
