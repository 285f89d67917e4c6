import { z } from "zod";
import { cutPage } from "#backend/http/listPage.ts";
import { cursorNumber, decodeCursor } from "#backend/http/pageCursor.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import type { Fairness } from "#backend/modules/fairness/fairness.service.ts";
import {
  revealedSeedPage,
  rotateRequest,
  rotateResponse,
  seedsResponse,
  setClientSeedRequest,
} from "#domain/api/fairness.ts";
import { pageQuery } from "#domain/api/primitives.ts";

export interface FairnessRoutesDeps {
  readonly fairness: Fairness;
}

const tag = "fairness";
/** Changes wait for the player's bets, and hold them off; nobody needs more than one a second. */
const CHANGES_PER_MINUTE = 60;

const position = z.strictObject({ seedId: cursorNumber });

export function fairnessRoutes({ fairness }: FairnessRoutesDeps): Route[] {
  const seeds = defineRoute({
    method: "get",
    path: "/fairness/seeds",
    tag,
    summary: "Your active seeds and the next commitment",
    access: "user",
    answer: { status: 200, schema: seedsResponse },
    problems: ["SEEDS_MISSING"],
    handle: ({ tenant, user }) => fairness.seeds({ tenantId: tenant.id, userId: user.id }),
  });

  const setClientSeed = defineRoute({
    method: "post",
    path: "/fairness/seeds",
    tag,
    summary: "Choose the client seed of a pair that no bet has used",
    access: "user",
    requestsPerMinute: CHANGES_PER_MINUTE,
    body: setClientSeedRequest,
    answer: { status: 200, schema: seedsResponse },
    problems: ["SEED_IN_USE", "SEEDS_MISSING", "CLIENT_SEED_INVALID"],
    handle: ({ tenant, user, body }) =>
      fairness.setClientSeed({ tenantId: tenant.id, userId: user.id }, body.clientSeed),
  });

  const rotate = defineRoute({
    method: "post",
    path: "/fairness/rotate",
    tag,
    summary: "Reveal the server seed and begin the next pair",
    description:
      "Every bet under the revealed seed can be verified from then on; later bets use the next one. A pair that no bet has " +
      "used stays: `SEED_UNUSED`. Name the pair with `seedId`, and the request may be sent again when its answer was lost.",
    access: "user",
    requestsPerMinute: CHANGES_PER_MINUTE,
    body: rotateRequest,
    answer: { status: 200, schema: rotateResponse },
    problems: [
      "ROUND_STILL_OPEN",
      "SEED_UNUSED",
      "SEEDS_CHANGED",
      "SEEDS_MISSING",
      "SEED_UNREADABLE",
      "CLIENT_SEED_INVALID",
    ],
    handle: ({ tenant, user, body: { clientSeed, seedId } }) =>
      fairness.rotate(
        { tenantId: tenant.id, userId: user.id },
        { clientSeed, seedId: seedId === undefined ? undefined : BigInt(seedId) },
      ),
  });

  const past = defineRoute({
    method: "get",
    path: "/fairness/seeds/past",
    tag,
    summary: "Your revealed seeds, newest first",
    access: "user",
    query: pageQuery,
    answer: { status: 200, schema: revealedSeedPage },
    problems: ["CURSOR_INVALID"],
    async handle({ tenant, user, query: { cursor, limit } }) {
      const before = cursor === undefined ? null : BigInt(decodeCursor(position, cursor).seedId);
      const seeds = await fairness.revealed(
        { tenantId: tenant.id, userId: user.id },
        { before, limit: limit + 1 },
      );
      return cutPage(seeds, { limit, toItem: (seed) => seed, positionOf: ({ seedId }) => ({ seedId }) });
    },
  });

  return [seeds, setClientSeed, rotate, past];
}
