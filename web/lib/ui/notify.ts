import { createStore } from "@/lib/store";

export type Notification = {
  readonly id: number;
  readonly tone: "success" | "error" | "info";
  readonly text: string;
};

export const NO_NOTIFICATIONS: readonly Notification[] = [];

/** Notifications that wait to be shown. What shows them is loaded with the first. */
export const notifications = createStore<readonly Notification[]>(NO_NOTIFICATIONS);

let lastId = 0;

/** Tells the visitor something that happened, at the edge of the screen. */
export function notify(tone: Notification["tone"], text: string): void {
  lastId += 1;
  const id = lastId;
  notifications.set((waiting) => [...waiting, { id, tone, text }]);
}
