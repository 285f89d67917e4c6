export type Acknowledge<Answer> = (answer: Answer) => void;

/** A client that asks for no answer gets none; what it asked for happens all the same. */
export function acknowledgementOf<Answer>(args: readonly unknown[]): Acknowledge<Answer> {
  const last = args.at(-1);
  return typeof last === "function" ? (answer) => last(answer) : () => undefined;
}
