import { ipKeyGenerator } from "express-rate-limit";
import type { Socket } from "socket.io";

/**
 * Whom a socket is counted for when nobody has signed in: the address that it comes from, as HTTP requests are counted, and
 * of IPv6 the network, since each of its users has addresses without number.
 *
 * @param trustedProxies so many hops may say whom they speak for; what a client says of itself is not listened to
 */
export function clientAddress(
  { address, headers }: Pick<Socket["handshake"], "address" | "headers">,
  trustedProxies: number,
): string {
  const forwarded = headers["x-forwarded-for"];
  const said = typeof forwarded === "string" ? forwarded.split(",").map((hop) => hop.trim()) : [];
  const hops = [address, ...said.filter((hop) => hop !== "").toReversed()];
  return ipKeyGenerator(hops[Math.min(trustedProxies, hops.length - 1)] ?? address);
}
