import { infiniteQueryOptions, queryOptions, useQuery } from "@tanstack/react-query";
import {
  agentChangePage,
  downlinePage,
  invitationPage,
  type PlaceView,
  placeView,
} from "#domain/api/agents.ts";
import { commissionPayoutPage } from "#domain/api/commissions.ts";
import { accountKeys } from "@/lib/account/accountKeys";
import type { Api } from "@/lib/api/api";
import { useApp } from "@/lib/app/AppContext";

const MEMBERS_SHOWN = 25;
const LINES_SHOWN = 20;
/** Commissions come with every bet of the downline, and no message announces them. */
const WATCH_MS = 5_000;
/** The house, and the levels below it. */
const MAX_DEPTH = 5;

/** Below the account's, so that all of it is forgotten with the session. */
export const agentKeys = {
  all: [...accountKeys.all, "agents"],
  place: (id: string) => [...accountKeys.all, "agents", "place", id],
  downline: [...accountKeys.all, "agents", "downline"],
  invitations: [...accountKeys.all, "agents", "invitations"],
  payouts: [...accountKeys.all, "agents", "payouts"],
  changes: [...accountKeys.all, "agents", "changes"],
  statement: [...accountKeys.all, "agents", "statement"],
} as const;

/** Where somebody stands, at which rates, and what they can claim: `me`, or anybody below. */
export function placeQuery(api: Api, id: string) {
  return queryOptions({
    queryKey: agentKeys.place(id),
    queryFn: ({ signal }) => requestPlace(api, id, signal),
  });
}

/** One's own place; what can be claimed grows while it is looked at. */
export function useMyPlace({ isEnabled = true } = {}) {
  return useQuery({ ...placeQuery(useApp().api, "me"), enabled: isEnabled, refetchInterval: WATCH_MS });
}

/** The member and those above, from the top down, as far up as the viewer may look: to themselves, or for staff to the house. */
export function lineageQuery(api: Api, id: string, viewerId: string) {
  return queryOptions({
    queryKey: [...agentKeys.place(id), "lineage", viewerId],
    queryFn: async ({ signal }) => {
      const lineage: PlaceView[] = [];
      let next: string | null = id;
      for (let depth = 0; depth < MAX_DEPTH && next !== null; depth += 1) {
        const place: PlaceView = await requestPlace(api, next, signal);
        lineage.unshift(place);
        next = place.id === viewerId ? null : place.parentId;
      }
      return lineage;
    },
  });
}

function requestPlace(api: Api, id: string, signal?: AbortSignal): Promise<PlaceView> {
  return api.request({ path: `/agents/members/${encodeURIComponent(id)}`, schema: placeView, signal });
}

type WantedMembers = {
  /** Null: below oneself, and for staff below the house. */
  readonly below: string | null;
  readonly members: "agents" | "all";
};

/** The members right below somebody, page by page. */
export function downlineQuery(api: Api, { below, members }: WantedMembers) {
  return infiniteQueryOptions({
    queryKey: [...agentKeys.downline, members, below],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = pageOf(pageParam, MEMBERS_SHOWN);
      query.set("members", members);
      if (below !== null) query.set("below", below);
      return api.request({ path: `/agents/downline?${query}`, schema: downlinePage, signal });
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

type WantedAddress = {
  /** Null: below oneself, and for staff below the house. */
  readonly below: string | null;
  /** What it begins with. */
  readonly address: string;
};

/** Members at any distance below, by the address of their wallet. */
export function memberSearchQuery(api: Api, { below, address }: WantedAddress) {
  return infiniteQueryOptions({
    queryKey: [...agentKeys.downline, "address", address, below],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = pageOf(pageParam, MEMBERS_SHOWN);
      query.set("address", address);
      if (below !== null) query.set("below", below);
      return api.request({ path: `/agents/downline?${query}`, schema: downlinePage, signal });
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

export function invitationsQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: agentKeys.invitations,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.request({
        path: `/agents/invitations?${pageOf(pageParam, LINES_SHOWN)}`,
        schema: invitationPage,
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** Commissions that were turned into cash, newest first. */
export function payoutsQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: agentKeys.payouts,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.request({
        path: `/agents/payouts?${pageOf(pageParam, LINES_SHOWN)}`,
        schema: commissionPayoutPage,
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

/** Who changed places and rates, newest first. */
export function changesQuery(api: Api) {
  return infiniteQueryOptions({
    queryKey: agentKeys.changes,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.request({
        path: `/agents/changes?${pageOf(pageParam, LINES_SHOWN)}`,
        schema: agentChangePage,
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}

function pageOf(cursor: string, limit: number): URLSearchParams {
  const query = new URLSearchParams({ limit: limit.toString() });
  if (cursor !== "") query.set("cursor", cursor);
  return query;
}
