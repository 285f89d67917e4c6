const DEFAULT_API_URL = "http://localhost:4000";

/** Where browsers reach the API. Read when a page is served, so that one build runs in front of any API. */
export function readApiUrl(): string {
  return (process.env.API_URL || DEFAULT_API_URL).replace(/\/+$/, "");
}
