/**
 * The variables that an operating system expects every program to have. Settings of the product are
 * not among them: those go through `backend/config.ts`, and each child is given only what it needs.
 */
const SYSTEM_KEYS = [
  "PATH",
  "HOME",
  "USER",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "TERM",
  "SSL_CERT_FILE",
  "NODE_COMPILE_CACHE",
] as const;
const PROXY_KEYS = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
] as const;

/** What the libraries of HSMs read themselves: SoftHSM finds its tokens by the file that this names. */
const HSM_KEYS = ["SOFTHSM2_CONF"] as const;

/** What a child process inherits: no secret and no setting of ours. Programs we start run as in production. */
export function systemEnvironment(): NodeJS.ProcessEnv {
  const inherited: NodeJS.ProcessEnv = { NODE_ENV: "production" };
  for (const key of [...SYSTEM_KEYS, ...PROXY_KEYS]) {
    const value = process.env[key];
    if (value !== undefined) inherited[key] = value;
  }
  return inherited;
}

/** What a process that uses an HSM is given beside its settings. */
export function hsmEnvironment(): Record<string, string> {
  return givenSettings(HSM_KEYS);
}

/** What the user has set of the given keys, unread: `backend/config.ts` in the process that needs a key gives it a meaning. */
export function givenSettings(keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])));
}
