import { FairhouseError } from "#domain/errors.ts";

/** Whose sockets were counted: a user's, those of visitors from one address, or those of all visitors. */
export type CountedFor = "user" | "address" | "visitors";

/** There are more sockets than anyone needs, or than one process holds for visitors. */
export class TooManyConnections extends FairhouseError {
  readonly code = "TOO_MANY_CONNECTIONS";
  readonly limit: number;

  constructor(countedFor: CountedFor, limit: number) {
    super(ADVICE[countedFor](limit));
    this.limit = limit;
  }
}

const ADVICE: Readonly<Record<CountedFor, (limit: number) => string>> = {
  user: (limit) => `You have ${limit} connections open already: close some of them first.`,
  address: (limit) =>
    `${limit} visitors from your address are connected already: sign in, or try again later.`,
  visitors: (limit) => `${limit} visitors are connected already: sign in, or try again later.`,
};
