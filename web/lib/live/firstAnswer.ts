/** Two ways to ask for the same thing, which the house takes once however often it is asked. */
export type TwoWays<Answer> = {
  /** The faster way; when its connection is dead nobody may notice for long. */
  bySocket(): Promise<Answer>;
  byHttp(): Promise<Answer>;
  /** So long the socket has for itself. */
  readonly patienceMs: number;
  /** True for what the house decided against; anything else only means that no answer came. */
  isRefusal(error: unknown): boolean;
};

/** After one way was refused, the other may still bring what it had taken before: so long it is waited for. */
const GRACE_MS = 1_500;

/**
 * Asks over the socket, and over HTTP as well once the socket has failed or stayed silent. What was granted on either way
 * counts; a refusal is believed when the other way has brought nothing better.
 *
 * @throws the refusal, or else what went wrong last
 */
export function firstAnswer<Answer>({ bySocket, byHttp, patienceMs, isRefusal }: TwoWays<Answer>) {
  return new Promise<Answer>((resolve, reject) => {
    let open = 1;
    let isHttpAsked = false;
    let refusal: { readonly error: unknown } | null = null;
    let grace: ReturnType<typeof setTimeout> | undefined;
    const patience = setTimeout(askHttp, patienceMs);

    function follow(answer: Promise<Answer>): void {
      answer.then(
        (granted) => end(() => resolve(granted)),
        (error: unknown) => {
          open -= 1;
          if (isRefusal(error)) refused(error);
          else if (!isHttpAsked) askHttp();
          else if (open === 0) end(() => reject(refusal === null ? error : refusal.error));
        },
      );
    }

    function refused(error: unknown): void {
      refusal = { error };
      if (open === 0) end(() => reject(error));
      else grace ??= setTimeout(() => end(() => reject(error)), GRACE_MS);
    }

    function askHttp(): void {
      clearTimeout(patience);
      isHttpAsked = true;
      open += 1;
      follow(byHttp());
    }

    function end(settle: () => void): void {
      clearTimeout(patience);
      clearTimeout(grace);
      settle();
    }

    follow(bySocket());
  });
}
