import pg from "pg";

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;

export interface NotificationListenerOptions {
  readonly url: string;
  readonly channels: readonly string[];
  readonly onNotification: (channel: string, payload: string) => void;
  /** Listening now; whatever was said before this moment was missed. */
  readonly onConnected: () => void;
  /** Not listening any more; a new connection is being made. */
  readonly onLost: (error: Error) => void;
}

export interface NotificationListener {
  stop(): Promise<void>;
}

/** Listens to Postgres NOTIFY on a connection of its own, and makes a new one whenever it breaks. */
export function listenToNotifications(options: NotificationListenerOptions): NotificationListener {
  let isStopped = false;
  let current: pg.Client | undefined;
  let retryTimer: NodeJS.Timeout | undefined;
  let attempts = 0;

  function lose(client: pg.Client, error: Error): void {
    if (current !== client || isStopped) return;
    current = undefined;
    client.end().catch(() => undefined);
    options.onLost(error);
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
    attempts += 1;
    retryTimer = setTimeout(connect, delayMs);
  }

  function connect(): void {
    const client = createClient(options.url);
    current = client;
    client.on("error", (error) => lose(client, error));
    client.on("end", () => lose(client, new Error("the connection was closed")));
    client.on("notification", ({ channel, payload }) => options.onNotification(channel, payload ?? ""));
    listen(client, options.channels).then(
      () => {
        if (current !== client || isStopped) return;
        attempts = 0;
        options.onConnected();
      },
      (error: Error) => lose(client, error),
    );
  }

  connect();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(retryTimer);
      await current?.end();
    },
  };
}

function createClient(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "fairhouse_listener",
    keepAlive: true,
    // Listening needs no right to any table.
    options: "-c role=fairhouse_api",
  });
}

async function listen(client: pg.Client, channels: readonly string[]): Promise<void> {
  await client.connect();
  for (const channel of channels) await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
}
