import { z } from "zod";
import { readStored, writeStored } from "@/lib/storage";
import { createStore } from "@/lib/store";

const STORAGE_KEY = "fairhouse.favourites";

export const NO_FAVOURITES: readonly string[] = [];

/** Games that the visitor marked; kept in this browser. */
export const favourites = createStore<readonly string[]>(NO_FAVOURITES);

export function restoreFavourites(): void {
  favourites.set(readStored(localStorage, STORAGE_KEY, z.array(z.string())) ?? NO_FAVOURITES);
}

export function toggleFavourite(game: string): void {
  favourites.set((kept) => (kept.includes(game) ? kept.filter((id) => id !== game) : [...kept, game]));
  writeStored(localStorage, STORAGE_KEY, favourites.get());
}
