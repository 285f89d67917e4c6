import { createCipheriv, createDecipheriv } from "node:crypto";
import type { Entropy } from "#backend/adapters/entropy.ts";
import { FairhouseError } from "#domain/errors.ts";
import { commitment as commitmentOf } from "#domain/fairness/commitment.ts";

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEED_BYTES = 32;
/** Named so that a shortened tag is refused. */
const TAG = { authTagLength: TAG_BYTES } as const;

/** What a ciphertext is bound to: moved to another tenant or commitment it does not open. */
export interface SeedLabel {
  readonly tenantId: number;
  readonly commitment: string;
}

export interface SealedSeed {
  readonly commitment: string;
  readonly sealed: Buffer;
}

/** Makes server seeds and keeps them unreadable in the database until they are revealed. */
export interface SeedCipher {
  /** A new server seed (64 hex digits), already encrypted, and its commitment. */
  create(tenantId: number): SealedSeed;
  /** Encrypts a secret that was made elsewhere; it opens with the same label. */
  seal(label: SeedLabel, secret: string): Buffer;
  /** The server seed's text. @throws SeedUnreadable */
  open(label: SeedLabel, sealed: Buffer): string;
}

/** @param key 32 bytes, kept outside the database. Stored form: IV, tag, ciphertext. */
export function createSeedCipher(key: Buffer, entropy: Entropy): SeedCipher {
  function seal(label: SeedLabel, secret: string): Buffer {
    const iv = entropy.bytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, iv, TAG);
    cipher.setAAD(associatedData(label));
    const text = Buffer.concat([cipher.update(secret, "ascii"), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), text]);
  }

  return {
    create(tenantId) {
      const serverSeed = entropy.bytes(SEED_BYTES).toString("hex");
      const commitment = commitmentOf(serverSeed);
      return { commitment, sealed: seal({ tenantId, commitment }, serverSeed) };
    },

    seal,

    open(label, sealed) {
      try {
        const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES), TAG);
        decipher.setAAD(associatedData(label));
        decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        const text = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString("ascii");
      } catch (error) {
        throw new SeedUnreadable(label.commitment, { cause: error });
      }
    },
  };
}

function associatedData({ tenantId, commitment }: SeedLabel): Buffer {
  return Buffer.from(`${tenantId}:${commitment}`, "ascii");
}

/** A stored server seed does not open with this key: the key was changed, or the row was tampered with. */
export class SeedUnreadable extends FairhouseError {
  readonly code = "SEED_UNREADABLE";
  readonly commitment: string;

  constructor(commitment: string, options?: ErrorOptions) {
    super(
      `The seed committed to as ${commitment} cannot be read: tell the operator, nothing was staked.`,
      options,
    );
    this.commitment = commitment;
  }
}
