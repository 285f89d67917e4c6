/**
 * Statements of one transaction that are on their way to the database and whose answers nobody needs. A connection runs
 * them in the order in which they were given, so that whatever is asked later sees what they wrote; the database works on
 * them while this process prepares the next ones, which saves a third of the time that recording takes.
 */
export class PendingWrites {
  readonly #pending: Promise<void>[] = [];
  #failure: { readonly reason: unknown } | undefined;

  add(write: Promise<void>): void {
    const settled = write.catch((reason: unknown) => {
      this.#failure ??= { reason };
    });
    this.#pending.push(settled);
  }

  /**
   * Does the work that adds writes, and waits for them.
   * @throws what the first write that failed threw: the statement after it is refused for that alone, and may well be the
   * one whose failure is seen first
   */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const [outcome] = await Promise.allSettled([work()]);
    await Promise.all(this.#pending.splice(0));
    if (this.#failure !== undefined) throw this.#failure.reason;
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }
}
