import type { Role } from "#backend/http/access.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import {
  agentChangePage,
  ceilingRequest,
  downlinePage,
  downlineQuery,
  houseCeiling,
  memberIdParams,
  memberParams,
  moveRequest,
  placeView,
  ratesRequest,
} from "#domain/api/agents.ts";
import { pageQuery } from "#domain/api/primitives.ts";
import type { Ceilings } from "./ceilings.service.ts";
import { type InvitationsRoutesDeps, invitationsRoutes } from "./invitations.routes.ts";
import { viewerOf } from "./viewer.ts";

export interface AgentsRoutesDeps extends InvitationsRoutesDeps {
  readonly ceilings: Ceilings;
}

const tag = "agents";
/** As fast as anybody looks from one member to the next: figures of a page of members, and all paths below one. */
const LOOKS_PER_MINUTE = 600;
/** A change of one agent writes the plans of all below. */
const CHANGES_PER_MINUTE = 120;
const ADMINS: readonly Role[] = ["admin"];
const AUDITORS: readonly Role[] = ["operator", "admin", "auditor"];

export function agentsRoutes(deps: AgentsRoutesDeps): Route[] {
  return [...downlineRoutes(deps), ...changeRoutes(deps), ...ceilingRoutes(deps), ...invitationsRoutes(deps)];
}

function downlineRoutes({ downline }: AgentsRoutesDeps): Route[] {
  const list = defineRoute({
    method: "get",
    path: "/agents/downline",
    tag,
    summary: "The members below you, with their figures",
    description:
      "Staff sees everybody, and begins at the house. Ask with `below` for the members of somebody in your downline, " +
      "and with `scope=all` for everybody at any distance, those of one place together. `address` looks for somebody " +
      "among them by what the wallet's address begins with.",
    access: "user",
    requestsPerMinute: LOOKS_PER_MINUTE,
    query: downlineQuery,
    answer: { status: 200, schema: downlinePage },
    problems: ["NOT_FOUND", "CURSOR_INVALID"],
    handle: ({ tenant, user, query }) => downline.list(viewerOf(tenant, user), query),
  });

  const place = defineRoute({
    method: "get",
    path: "/agents/members/{id}",
    tag,
    summary: "A member's place, rates and claims: `me`, or somebody below you",
    access: "user",
    requestsPerMinute: LOOKS_PER_MINUTE,
    params: memberParams,
    answer: { status: 200, schema: placeView },
    problems: ["NOT_FOUND"],
    handle: ({ tenant, user, params }) =>
      downline.place(viewerOf(tenant, user), params.id === "me" ? user.id : params.id),
  });

  return [list, place];
}

function changeRoutes({ hierarchy, downline }: AgentsRoutesDeps): Route[] {
  const rates = defineRoute({
    method: "post",
    path: "/agents/{id}/rates",
    tag,
    summary: "Set what an agent below you is given of each bet",
    description:
      "For bets settled from now on. The rates along every path may come to the lowest ceiling on it and not to more; " +
      "rebates are counted against the smallest edge on offer. A refusal tells the most that can be set.",
    access: "user",
    requestsPerMinute: CHANGES_PER_MINUTE,
    params: memberIdParams,
    body: ratesRequest,
    answer: { status: 200, schema: placeView },
    problems: ["NOT_FOUND", "NOT_AN_AGENT", "RATES_EXCEED_CEILING", "RATES_EXCEED_EDGE"],
    async handle({ tenant, user, params, body }) {
      const viewer = viewerOf(tenant, user);
      await hierarchy.setRates(viewer, params.id, body);
      return downline.place(viewer, params.id);
    },
  });

  const move = defineRoute({
    method: "post",
    path: "/agents/{id}/move",
    tag,
    summary: "Give a member another place or level; everybody below comes along",
    access: ADMINS,
    params: memberIdParams,
    body: moveRequest,
    answer: { status: 200, schema: placeView },
    problems: ["NOT_FOUND", "HIERARCHY_CYCLE", "LEVEL_UNFIT", "RATES_EXCEED_CEILING", "RATES_EXCEED_EDGE"],
    async handle({ tenant, user, params, body }) {
      const viewer = viewerOf(tenant, user);
      await hierarchy.move(viewer, params.id, body);
      return downline.place(viewer, params.id);
    },
  });

  const changes = defineRoute({
    method: "get",
    path: "/agents/changes",
    tag,
    summary: "Who changed places, rates and ceilings, when, and how it was before",
    access: AUDITORS,
    query: pageQuery,
    answer: { status: 200, schema: agentChangePage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, user, query }) => hierarchy.changes(viewerOf(tenant, user), query),
  });

  return [changes, rates, move];
}

function ceilingRoutes({ ceilings, downline }: AgentsRoutesDeps): Route[] {
  const house = defineRoute({
    method: "get",
    path: "/agents/ceiling",
    tag,
    summary: "What paths may give away on which no agent has a ceiling",
    access: AUDITORS,
    answer: { status: 200, schema: houseCeiling },
    handle: async ({ tenant, user }) => ({ ceilingBps: await ceilings.house(viewerOf(tenant, user)) }),
  });

  const setHouse = defineRoute({
    method: "put",
    path: "/agents/ceiling",
    tag,
    summary: "Set the house's own ceiling",
    description: "Not below what a path that it binds gives away: lower those rates first.",
    access: ADMINS,
    body: houseCeiling,
    answer: { status: 200, schema: houseCeiling },
    problems: ["RATES_EXCEED_CEILING", "RATES_EXCEED_EDGE"],
    async handle({ tenant, user, body }) {
      await ceilings.setHouse(viewerOf(tenant, user), body.ceilingBps);
      return body;
    },
  });

  const set = defineRoute({
    method: "put",
    path: "/agents/{id}/ceiling",
    tag,
    summary: "Set how much of the edge any path through an agent may give away",
    description:
      "Of several ceilings on a path the lowest binds; the house's own counts where no agent has one. Not below what " +
      "a path through the agent gives away: lower those rates first. It stays while the agent is a user, and binds once it is " +
      "an agent again.",
    access: ADMINS,
    params: memberIdParams,
    body: ceilingRequest,
    answer: { status: 200, schema: placeView },
    problems: ["NOT_FOUND", "NOT_AN_AGENT", "RATES_EXCEED_CEILING", "RATES_EXCEED_EDGE"],
    async handle({ tenant, user, params, body }) {
      const viewer = viewerOf(tenant, user);
      await ceilings.set(viewer, params.id, body.ceilingBps);
      return downline.place(viewer, params.id);
    },
  });

  return [house, setHouse, set];
}
