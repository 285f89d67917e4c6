import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { type EpochProof, type EpochView, epochPage, epochProof } from "#domain/api/epochs.ts";
import { gameVersionList } from "#domain/api/gameVersions.ts";
import { epochsToAsk } from "@/features/fairness/epochs/epochsToAsk";
import type { ProofWish } from "@/features/fairness/epochs/proofWish";
import type { Api } from "@/lib/api/api";
import { ApiProblem } from "@/lib/api/apiErrors";

const SHOWN = 12;
const REFRESH_MS = 30_000;
const SEARCH_PAGE = 200;
/** The house keeps the trees of 720 epochs. */
const MAX_SEARCH_PAGES = 4;

/** What the house has committed itself to, newest first, page by page. Public. */
export function epochsQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: ["epochs"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => epochPageAt(api, { cursor: pageParam, limit: SHOWN }, signal),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
}

/** The proof that a hash is in an epoch; null when it is in none of those that may have it. */
export function proofQuery(api: Api, wish: ProofWish) {
  const { commitment, epochId, at } = wish;
  return queryOptions({
    queryKey: ["epochProof", wish],
    enabled: commitment !== "",
    queryFn: async ({ signal }): Promise<EpochProof | null> => {
      const ids =
        epochId === null
          ? epochsToAsk(await epochsBackTo(api, at, signal), at).map(({ id }) => id)
          : [epochId];
      for (const id of ids) {
        const proof = await proofIn(api, { id, commitment }, signal);
        if (proof !== null) return proof;
      }
      return null;
    },
  });
}

/** The rules of a game that are in force, by their hash; null for a game without any. Public. */
export function rulesHashQuery(api: Api, game: string | null) {
  return queryOptions({
    queryKey: ["rulesHash", game],
    enabled: game !== null,
    queryFn: async ({ signal }) => {
      const path = `/casino/games/${game}/versions`;
      const { items } = await api.request({ path, schema: gameVersionList, signal });
      return items.toSorted((one, other) => other.version - one.version)[0]?.hash ?? null;
    },
  });
}

/** Where a proof is to be had, for anybody. */
export function proofUrl(api: Api, { epoch, proof }: EpochProof): string {
  return `${api.url}/v1/fairness/epochs/${epoch.id}/proof?commitment=${proof.hash}`;
}

/** As many epochs as it takes to reach that time; without one, the newest. */
async function epochsBackTo(api: Api, at: string | null, signal: AbortSignal): Promise<EpochView[]> {
  const epochs: EpochView[] = [];
  let cursor: string | null = "";
  for (let page = 0; page < MAX_SEARCH_PAGES && cursor !== null; page += 1) {
    const limit = at === null ? SHOWN : SEARCH_PAGE;
    const answer: z.output<typeof epochPage> = await epochPageAt(api, { cursor, limit }, signal);
    epochs.push(...answer.items);
    const oldest = answer.items.at(-1);
    const isFarEnough = at === null || (oldest !== undefined && Date.parse(oldest.builtAt) <= Date.parse(at));
    cursor = isFarEnough ? null : answer.nextCursor;
  }
  return epochs;
}

async function proofIn(
  api: Api,
  { id, commitment }: { readonly id: string; readonly commitment: string },
  signal: AbortSignal,
): Promise<EpochProof | null> {
  try {
    const path = `/fairness/epochs/${id}/proof?${new URLSearchParams({ commitment })}`;
    return await api.request({ path, schema: epochProof, signal });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

function epochPageAt(
  api: Api,
  { cursor, limit }: { readonly cursor: string; readonly limit: number },
  signal: AbortSignal,
) {
  const query = new URLSearchParams({ limit: limit.toString() });
  if (cursor !== "") query.set("cursor", cursor);
  return api.request({ path: `/fairness/epochs?${query}`, schema: epochPage, signal });
}
