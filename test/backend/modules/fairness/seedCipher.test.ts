import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { systemEntropy } from "#backend/adapters/entropy.ts";
import { createSeedCipher } from "#backend/modules/fairness/seedCipher.ts";
import { createSeedHashers } from "#backend/modules/fairness/seedHashers.ts";
import { commitment } from "#domain/fairness/commitment.ts";

const cipher = createSeedCipher(randomBytes(32), systemEntropy);

describe("createSeedCipher", () => {
  test("default", () => {
    const { commitment: committed, sealed } = cipher.create(1);
    const serverSeed = cipher.open({ tenantId: 1, commitment: committed }, sealed);
    expect(serverSeed).toMatch(/^[0-9a-f]{64}$/);
    expect(commitment(serverSeed)).toBe(committed);
    expect(sealed.toString("latin1")).not.toContain(serverSeed);
  });

  test("error: SeedUnreadable under another key, tenant or commitment, or changed in one bit", () => {
    const { commitment: committed, sealed } = cipher.create(1);
    const label = { tenantId: 1, commitment: committed };
    const changed = Buffer.from(sealed);
    changed[changed.length - 1]! ^= 1;
    const attempts = [
      () => createSeedCipher(randomBytes(32), systemEntropy).open(label, sealed),
      () => cipher.open({ ...label, tenantId: 2 }, sealed),
      () => cipher.open({ ...label, commitment: "0".repeat(64) }, sealed),
      () => cipher.open(label, changed),
      () => cipher.open(label, sealed.subarray(0, 20)),
    ];
    for (const attempt of attempts)
      expect(attempt).toThrow(expect.objectContaining({ code: "SEED_UNREADABLE" }));
  });
});

describe("createSeedHashers", () => {
  test("behavior: keeps the seeds used last", () => {
    const hashers = createSeedHashers(cipher, 2);
    for (const id of [1n, 2n]) hashers.open({ tenantId: 1, id, ...cipher.create(1) });
    hashers.find(1n);
    hashers.open({ tenantId: 1, id: 3n, ...cipher.create(1) });
    expect([1n, 2n, 3n].map((id) => hashers.find(id) !== undefined)).toEqual([true, false, true]);
  });
});
