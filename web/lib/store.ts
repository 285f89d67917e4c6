import { useSyncExternalStore } from "react";

/** A value outside React that tells who listens when it changes. */
export type Store<Value> = {
  get(): Value;
  set(next: Value | ((previous: Value) => Value)): void;
  subscribe(listener: () => void): () => void;
};

export function createStore<Value>(initial: Value): Store<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      const replacement = next instanceof Function ? next(value) : next;
      if (Object.is(replacement, value)) return;
      value = replacement;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store's value, in a component. The server renders `onServer`, so that both first renders agree. */
export function useStore<Value>(store: Store<Value>, onServer: Value): Value {
  return useSyncExternalStore(store.subscribe, store.get, () => onServer);
}
