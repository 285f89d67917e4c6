import type pg from "pg";
import type { Settlement } from "#backend/modules/settlement/settlement.ts";

/** What a process that was killed says to whoever still waits for it. */
export class Died extends Error {}

export interface Life {
  /** Outside effects so far: statements, commits, requests to the chain and to the signer. */
  readonly effects: () => number;
  readonly isDead: () => boolean;
  readonly settlement: Settlement;
}

/**
 * A settlement that dies right after its n-th outside effect: the effect happens, its answer is never seen, and
 * nothing is done afterwards, not even a rollback. Its connections break, as the system does for a killed process.
 */
export function mortal(settlement: Settlement, lastEffect: number): Life {
  let effects = 0;
  const isDead = () => effects >= lastEffect;

  async function live<Result>(act: () => Promise<Result>): Promise<Result> {
    if (isDead()) throw new Died();
    const result = await act();
    effects += 1;
    if (isDead()) throw new Died();
    return result;
  }

  function wrap<Target extends object>(target: Target): Target {
    return new Proxy(target, {
      get(object, name, receiver) {
        const member: unknown = Reflect.get(object, name, receiver);
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => live(async () => await Reflect.apply(member, object, args));
      },
    });
  }

  function wrapConnection(connection: pg.PoolClient): pg.PoolClient {
    return new Proxy(connection, {
      get(object, name) {
        if (name === "query") {
          return (...args: unknown[]) =>
            live(() => Reflect.apply(object.query, object, args) as Promise<unknown>);
        }
        if (name === "release") return (error?: Error) => object.release(isDead() ? true : error);
        const member: unknown = Reflect.get(object, name);
        return typeof member === "function" ? member.bind(object) : member;
      },
    });
  }

  const pool = new Proxy(settlement.pool, {
    get(object, name) {
      if (name === "query") {
        return (...args: unknown[]) =>
          live(() => Reflect.apply(object.query, object, args) as unknown as Promise<unknown>);
      }
      if (name === "connect") {
        return async () => {
          if (isDead()) throw new Died();
          const connection = await object.connect();
          return wrapConnection(connection);
        };
      }
      const member: unknown = Reflect.get(object, name);
      return typeof member === "function" ? member.bind(object) : member;
    },
  });

  return {
    effects: () => effects,
    isDead,
    settlement: { ...settlement, pool, chain: wrap(settlement.chain), signer: wrap(settlement.signer) },
  };
}
