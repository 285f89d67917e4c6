import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";

const FILE = new URL("./seeds.json", import.meta.url);
const shape = z.object({ failed: z.array(z.int().min(0)) });

/** Seeds that ever failed; they stay, and run first. */
export async function failedSeeds(): Promise<number[]> {
  return shape.parse(JSON.parse(await readFile(FILE, "utf8"))).failed;
}

export async function keepFailedSeed(seed: number): Promise<void> {
  const failed = [...new Set([...(await failedSeeds()), seed])].toSorted((a, b) => a - b);
  await writeFile(FILE, `${JSON.stringify({ failed })}\n`);
}

/** Those that failed before, then so many from the first on. */
export async function seedsToRun(count: number, first = 1): Promise<number[]> {
  const counted = Array.from({ length: count }, (_, index) => first + index);
  return [...new Set([...(await failedSeeds()), ...counted])];
}
