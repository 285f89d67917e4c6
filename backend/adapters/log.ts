import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

/** What must never reach a log, wherever a caller puts it. */
const SECRETS = [
  "authorization",
  "cookie",
  "signature",
  "token",
  "accessToken",
  "refreshToken",
  "serverSeed",
  "privateKey",
  "password",
];
const SECRET_PATHS = [
  ...SECRETS,
  ...SECRETS.map((name) => `*.${name}`),
  ...SECRETS.map((name) => `*.*.${name}`),
  'req.headers["set-cookie"]',
  'res.headers["set-cookie"]',
];

export interface LogOptions {
  readonly level: string;
  /** The process that writes, e.g. `api`. */
  readonly name: string;
  /** Where lines go; standard output unless a test wants to read them. */
  readonly destination?: DestinationStream;
}

/** One JSON line per entry, with secrets blanked. */
export function createLog({ level, name, destination }: LogOptions): Log {
  const options = { level, name, redact: { paths: SECRET_PATHS, censor: "[redacted]" } };
  return destination === undefined ? pino(options) : pino(options, destination);
}
