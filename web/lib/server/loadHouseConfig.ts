import { type HouseConfig, houseConfig } from "#domain/api/houseConfig.ts";

const FRESH_FOR_MS = 15_000;
const TIMEOUT_MS = 1_500;

let latest: { config: HouseConfig; apiUrl: string; loadedAt: number } | null = null;

/**
 * The house's configuration as the server last saw it; null when the API does not answer.
 * A page is then served without it, and the browser asks for itself.
 */
export async function loadHouseConfig(apiUrl: string): Promise<HouseConfig | null> {
  if (latest?.apiUrl === apiUrl && Date.now() - latest.loadedAt < FRESH_FOR_MS) return latest.config;
  try {
    const response = await fetch(`${apiUrl}/v1/config`, {
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) return null;
    const config = houseConfig.parse(await response.json());
    latest = { config, apiUrl, loadedAt: Date.now() };
    return config;
  } catch {
    return null;
  }
}
