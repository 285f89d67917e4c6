const TICK_MS = 10_000;

/** Says what a long step is, and that it is still alive, on standard error. */
export async function withProgress(what, step) {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  console.error(`${what} …`);
  const ticker = setInterval(() => console.error(`  … ${seconds()}`), TICK_MS);
  try {
    const result = await step();
    console.error(`  done in ${seconds()}`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}
