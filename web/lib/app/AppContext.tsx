"use client";

import { createContext, useContext } from "react";
import type { Api } from "@/lib/api/api";
import type { Live } from "@/lib/live/liveSocket";
import type { Session } from "@/lib/session/session";

/** The parts that talk to the outside, made once per page load. */
export type AppParts = { readonly api: Api; readonly session: Session; readonly live: Live };

export const AppContext = createContext<AppParts | null>(null);

export function useApp(): AppParts {
  const parts = useContext(AppContext);
  if (parts === null) throw new Error("AppProviders is missing above this component.");
  return parts;
}
