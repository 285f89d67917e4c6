import { z } from "zod";
import type { Role } from "#backend/http/access.ts";
import { defineRoute, type Route } from "#backend/http/route.ts";
import {
  agentChangePage,
  downlinePage,
  downlineQuery,
  invitationPage,
  invitationRequest,
  invitationView,
  joinRequest,
  memberIdParams,
  memberParams,
  moveRequest,
  placeView,
  ratesRequest,
} from "#domain/api/agents.ts";
import { pageQuery, uuid } from "#domain/api/primitives.ts";
import type { Downline } from "./downline.service.ts";
import type { Hierarchy } from "./hierarchy.service.ts";
import type { Invitations } from "./invitations.service.ts";
import { viewerOf } from "./viewer.ts";

export interface AgentsRoutesDeps {
  readonly hierarchy: Hierarchy;
  readonly invitations: Invitations;
  readonly downline: Downline;
}

const tag = "agents";
const ADMINS: readonly Role[] = ["admin"];
const AUDITORS: readonly Role[] = ["operator", "admin", "auditor"];
/** Nobody types codes faster; a program that guesses does. */
const JOINS_PER_MINUTE = 60;

export function agentsRoutes(deps: AgentsRoutesDeps): Route[] {
  return [...downlineRoutes(deps), ...changeRoutes(deps), ...invitationRoutes(deps)];
}

function downlineRoutes({ downline }: AgentsRoutesDeps): Route[] {
  const list = defineRoute({
    method: "get",
    path: "/agents/downline",
    tag,
    summary: "The members below you, with their figures",
    description:
      "Staff sees everybody, and begins at the house. Ask with `below` for the members of somebody in your downline, " +
      "and with `scope=all` for everybody at any distance, those of one place together.",
    access: "user",
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
      "For bets settled from now on. The rates along every path may come to the whole edge and not to more; rebates are " +
      "counted against the smallest edge on offer.",
    access: "user",
    params: memberIdParams,
    body: ratesRequest,
    answer: { status: 200, schema: placeView },
    problems: ["NOT_FOUND", "NOT_AN_AGENT", "RATES_EXCEED_EDGE"],
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
    problems: ["NOT_FOUND", "HIERARCHY_CYCLE", "LEVEL_UNFIT", "RATES_EXCEED_EDGE"],
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
    summary: "Who changed places and rates, when, and how it was before",
    access: AUDITORS,
    query: pageQuery,
    answer: { status: 200, schema: agentChangePage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, user, query }) => hierarchy.changes(viewerOf(tenant, user), query),
  });

  return [changes, rates, move];
}

function invitationRoutes({ hierarchy, invitations, downline }: AgentsRoutesDeps): Route[] {
  const create = defineRoute({
    method: "post",
    path: "/agents/invitations",
    tag,
    summary: "A code that places whoever uses it right under you",
    description: "Codes of administrators place under the house itself.",
    access: "user",
    body: invitationRequest,
    answer: { status: 201, schema: invitationView },
    problems: ["LEVEL_UNFIT"],
    handle: ({ tenant, user, body }) => invitations.invite(viewerOf(tenant, user), body),
  });

  const list = defineRoute({
    method: "get",
    path: "/agents/invitations",
    tag,
    summary: "Your invitations",
    access: "user",
    query: pageQuery,
    answer: { status: 200, schema: invitationPage },
    problems: ["CURSOR_INVALID"],
    handle: ({ tenant, user, query }) => invitations.list(viewerOf(tenant, user), query),
  });

  const revoke = defineRoute({
    method: "delete",
    path: "/agents/invitations/{id}",
    tag,
    summary: "Withdraw an invitation",
    access: "user",
    params: z.object({ id: uuid }),
    answer: { status: 204 },
    problems: ["NOT_FOUND"],
    handle: ({ tenant, user, params }) => invitations.revoke(viewerOf(tenant, user), params.id),
  });

  const join = defineRoute({
    method: "post",
    path: "/agents/join",
    tag,
    summary: "Take your place with an invitation's code, once",
    access: "user",
    requestsPerMinute: JOINS_PER_MINUTE,
    body: joinRequest,
    answer: { status: 200, schema: placeView },
    problems: ["INVITATION_REFUSED", "ALREADY_JOINED", "HIERARCHY_CYCLE", "LEVEL_UNFIT"],
    async handle({ tenant, user, body }) {
      const viewer = viewerOf(tenant, user);
      await hierarchy.join(viewer, body.code);
      return downline.place(viewer, user.id);
    },
  });

  return [create, list, revoke, join];
}
