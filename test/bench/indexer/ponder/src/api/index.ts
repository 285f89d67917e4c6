// @ts-nocheck Ponder and its types are installed here when the bench first runs, not with the project.
import { Hono } from "hono";

/** Ponder does not start without an API; nobody asks this one. */
export default new Hono();
