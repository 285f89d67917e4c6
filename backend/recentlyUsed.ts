/** Remembers what was used last, up to a number of things; the least recently used is forgotten first. */
export interface RecentlyUsed<Key, Value> {
  /** Counts as a use. */
  find(key: Key): Value | undefined;
  keep(key: Key, value: Value): void;
}

export function createRecentlyUsed<Key, Value>(capacity: number): RecentlyUsed<Key, Value> {
  // In the order of their last use, the oldest first.
  const known = new Map<Key, Value>();

  function keep(key: Key, value: Value): void {
    known.delete(key);
    known.set(key, value);
    const oldest = known.keys().next();
    if (known.size > capacity && !oldest.done) known.delete(oldest.value);
  }

  return {
    find(key) {
      const value = known.get(key);
      if (value !== undefined) keep(key, value);
      return value;
    },
    keep,
  };
}
