import { defineRoute, type Route } from "#backend/http/route.ts";
import {
  invitationPage,
  invitationRequest,
  invitationView,
  joinRequest,
  memberIdParams,
  placeView,
} from "#domain/api/agents.ts";
import { pageQuery } from "#domain/api/primitives.ts";
import type { Downline } from "./downline.service.ts";
import type { Hierarchy } from "./hierarchy.service.ts";
import type { Invitations } from "./invitations.service.ts";
import { viewerOf } from "./viewer.ts";

export interface InvitationsRoutesDeps {
  readonly hierarchy: Hierarchy;
  readonly invitations: Invitations;
  readonly downline: Downline;
}

const tag = "agents";
/** Nobody types codes faster; a program that guesses does. */
const JOINS_PER_MINUTE = 60;
/** One code may be for ten thousand. */
const INVITATIONS_PER_MINUTE = 60;

/** How members take their places. */
export function invitationsRoutes({ hierarchy, invitations, downline }: InvitationsRoutesDeps): Route[] {
  const create = defineRoute({
    method: "post",
    path: "/agents/invitations",
    tag,
    summary: "A code that places whoever uses it right under you",
    description: "Codes of administrators place under the house itself.",
    access: "user",
    requestsPerMinute: INVITATIONS_PER_MINUTE,
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
    params: memberIdParams,
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
