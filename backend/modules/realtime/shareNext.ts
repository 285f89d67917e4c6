/**
 * Lets `read` run once at a time for each key. Whoever asks while it runs shares the next run with all others who do, so
 * that what one gets is always as of some moment after one asked, and never costs more than two runs, however many ask.
 */
export function shareNext<Asked, Answer>(
  keyOf: (asked: Asked) => string,
  read: (asked: Asked) => Promise<Answer>,
): (asked: Asked) => Promise<Answer> {
  const running = new Map<string, Promise<unknown>>();
  const next = new Map<string, Promise<Answer>>();

  async function run(key: string, asked: Asked): Promise<Answer> {
    const reading = read(asked);
    running.set(key, reading);
    try {
      return await reading;
    } finally {
      running.delete(key);
    }
  }

  async function runAfter(earlier: Promise<unknown>, key: string, asked: Asked): Promise<Answer> {
    // How the earlier one ended concerns those who wait for it alone.
    await earlier.catch(() => undefined);
    next.delete(key);
    return run(key, asked);
  }

  return (asked) => {
    const key = keyOf(asked);
    const shared = next.get(key);
    if (shared !== undefined) return shared;
    const earlier = running.get(key);
    if (earlier === undefined) return run(key, asked);
    const answer = runAfter(earlier, key, asked);
    next.set(key, answer);
    return answer;
  };
}
