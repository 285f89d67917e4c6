import { createStore } from "@/lib/store";

/** The one dialog of the shell that is open: any screen may ask for it, the shell shows it. */
export type OpenDialog = "none" | "connect" | "activity" | "sessions";

export const openDialog = createStore<OpenDialog>("none");
