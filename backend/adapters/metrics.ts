import type pg from "pg";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Upper bounds in seconds: bets and reads sit in the first half, sign-ins and outages in the second. */
const DURATION_BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export interface ApiMetrics {
  readonly registry: Registry;
  readonly httpDuration: Histogram<"method" | "route" | "status">;
  /** Bets answered over sockets; plain numbers, because counters proper are too slow for every bet. */
  readonly socketBets: { placed: number; refused: number };
  /** Says how many sockets are open, when asked. */
  watchSockets(count: () => number): void;
  /** Sockets that were closed because they did not read. */
  readonly slowSockets: Counter;
  watchPool(name: string, pool: pg.Pool): void;
}

/** One registry per process, nothing global. */
export function createApiMetrics(): ApiMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const pools = new Map<string, pg.Pool>();
  new Gauge({
    name: "fairhouse_pool_connections",
    help: "Database connections by pool and state; waiting counts callers without one",
    labelNames: ["pool", "state"],
    registers: [registry],
    collect() {
      for (const [name, pool] of pools) {
        this.set({ pool: name, state: "total" }, pool.totalCount);
        this.set({ pool: name, state: "idle" }, pool.idleCount);
        this.set({ pool: name, state: "waiting" }, pool.waitingCount);
      }
    },
  });
  const socketBets = { placed: 0, refused: 0 };
  new Counter({
    name: "fairhouse_socket_bets_total",
    help: "Bets answered over sockets, by result",
    labelNames: ["result"],
    registers: [registry],
    collect() {
      this.reset();
      this.inc({ result: "placed" }, socketBets.placed);
      this.inc({ result: "refused" }, socketBets.refused);
    },
  });
  return {
    registry,
    httpDuration: new Histogram({
      name: "fairhouse_http_request_seconds",
      help: "Time from a request's head to the end of its answer",
      labelNames: ["method", "route", "status"],
      buckets: DURATION_BUCKETS_S,
      registers: [registry],
    }),
    socketBets,
    slowSockets: new Counter({
      name: "fairhouse_slow_sockets_total",
      help: "Sockets closed because they did not take what was sent to them",
      registers: [registry],
    }),
    watchSockets(count) {
      new Gauge({
        name: "fairhouse_sockets",
        help: "Open sockets",
        registers: [registry],
        collect() {
          this.set(count());
        },
      });
    },
    watchPool: (name, pool) => {
      pools.set(name, pool);
    },
  };
}
