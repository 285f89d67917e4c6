/** Waits for a node, and no longer than it may be silent. Between two waits no time passes. */
export interface Patience {
  /** Fires when the node was silent for too long: requests that hang end with it. */
  readonly signal: AbortSignal;
  during<Result>(wait: () => Promise<Result>): Promise<Result>;
}

export function createPatience(silenceMs: number): Patience {
  const stopping = new AbortController();
  return {
    signal: stopping.signal,
    async during(wait) {
      const timer = setTimeout(
        () => stopping.abort(new Error(`the node was silent for ${silenceMs} ms`)),
        silenceMs,
      );
      try {
        return await wait();
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
