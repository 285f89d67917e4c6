"use client";

import { createContext, useContext } from "react";

export type Members = "agents" | "all";

/** What all rows of a tree share. */
type TreeState = {
  /** Everybody, or agents alone. */
  readonly members: Members;
  readonly opened: ReadonlySet<string>;
  /** The row that Tab leads to; null: the first one. */
  readonly activeId: string | null;
  readonly toggle: (id: string) => void;
  readonly activate: (id: string) => void;
  /** The row is gone. */
  readonly forget: (id: string) => void;
};

export const TreeContext = createContext<TreeState | null>(null);

export function useTreeState(): TreeState {
  const state = useContext(TreeContext);
  if (state === null) throw new Error("A row of the downline stands outside its tree.");
  return state;
}

/** The columns of heading and rows alike; on small screens rows wrap instead. */
export const ROW_LOOK = "gap-x-4 px-5 md:grid-cols-[minmax(15rem,1fr)_12.5rem_4.5rem_9rem_9rem_9rem]";
