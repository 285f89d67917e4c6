import type pg from "pg";
import type { ChainReader } from "#indexer/source/chainReader.ts";

/** What an indexer that was killed says to whoever still waits for it. */
export class Killed extends Error {}

/** An indexer's hold on the world outside, until it is killed. */
export interface Life {
  readonly pool: pg.Pool;
  readonly reader: ChainReader;
  readonly isOver: () => boolean;
}

export interface MortalOptions {
  readonly effects: number;
  readonly lastHappens: boolean;
  /** How long each effect is held up: the machine has other things to do. */
  readonly delayMs?: number;
}

/**
 * Hands out a pool and a reader that an indexer can use for so many effects: statements, commits and requests. Then it
 * is dead: the last effect may or may not have happened, its answer is never seen, connections break as the system
 * does for a killed process, and nothing is done afterwards, not even a rollback.
 */
export function mortalLife(
  { pool, reader }: { pool: pg.Pool; reader: ChainReader },
  { effects, lastHappens, delayMs = 0 }: MortalOptions,
): Life {
  let left = effects;
  const isOver = () => left <= 0;

  async function live<Result>(act: () => Promise<Result>): Promise<Result> {
    if (isOver()) throw new Killed();
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    left -= 1;
    if (!isOver()) return act();
    if (lastHappens) await act().catch(() => undefined);
    throw new Killed();
  }

  return { pool: mortalPool(pool, live, isOver), reader: mortalReader(reader, live), isOver };
}

type Live = <Result>(act: () => Promise<Result>) => Promise<Result>;

function mortalPool(pool: pg.Pool, live: Live, isOver: () => boolean): pg.Pool {
  return new Proxy(pool, {
    get(object, name) {
      if (name === "query") return queryOf(object, live);
      if (name === "connect") {
        return async () => {
          if (isOver()) throw new Killed();
          return mortalConnection(await object.connect(), live, isOver);
        };
      }
      return memberOf(object, name);
    },
  });
}

function mortalConnection(connection: pg.PoolClient, live: Live, isOver: () => boolean): pg.PoolClient {
  return new Proxy(connection, {
    get(object, name) {
      if (name === "query") return queryOf(object, live);
      if (name === "release") return (error?: Error) => object.release(isOver() ? true : error);
      return memberOf(object, name);
    },
  });
}

function queryOf(object: pg.Pool | pg.PoolClient, live: Live) {
  return (...args: unknown[]) => {
    // A cursor or a stream is handed over and read later: it is one effect.
    const [first] = args;
    if (typeof first === "object" && first !== null && "submit" in first)
      return Reflect.apply(object.query, object, args);
    return live(() => Reflect.apply(object.query, object, args) as unknown as Promise<unknown>);
  };
}

function memberOf(object: object, name: string | symbol): unknown {
  const member: unknown = Reflect.get(object, name);
  return typeof member === "function" ? member.bind(object) : member;
}

function mortalReader(reader: ChainReader, live: Live): ChainReader {
  return {
    head: () => live(() => reader.head()),
    finalized: () => live(() => reader.finalized()),
    headers: (numbers) => live(() => reader.headers(numbers)),
    logsOf: (emitters, hashes) => live(() => reader.logsOf(emitters, hashes)),
    balanceAt: (vault, token, block) => live(() => reader.balanceAt(vault, token, block)),
    distrust: () => reader.distrust(),
    async *logs(emitters, wanted) {
      for await (const part of reader.logs(emitters, wanted)) yield await live(async () => part);
    },
  };
}
