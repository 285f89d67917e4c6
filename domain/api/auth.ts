import { z } from "zod";
import { address, timestamp, uuid } from "./primitives.ts";

export const nonceResponse = z
  .object({ nonce: z.string(), expiresAt: timestamp })
  .meta({ id: "Nonce", description: "Put the nonce into the message to sign; it works once" });

export const userRole = z.enum(["player", "support", "operator", "admin", "auditor"]);

export const userView = z
  .object({
    id: uuid,
    walletAddress: address,
    role: userRole,
    status: z.enum(["active", "frozen"]),
    createdAt: timestamp,
  })
  .meta({ id: "User" });
export type UserView = z.infer<typeof userView>;

/** Where the refresh token travels: in the answer's body, or as an HttpOnly cookie that scripts cannot read. */
const refreshDelivery = z.enum(["body", "cookie"]).default("body");

export const walletSignInRequest = z
  .object({
    message: z.string().min(1).max(4000).describe("the EIP-4361 text that the wallet signed"),
    signature: z
      .string()
      .regex(/^0x([0-9a-fA-F]{2})+$/, "a signature is hex bytes")
      .max(20_000),
    refreshDelivery,
  })
  .meta({ id: "WalletSignIn" });
export type WalletSignInRequest = z.infer<typeof walletSignInRequest>;

export const tokenResponse = z
  .object({
    accessToken: z.string().describe("send as `Authorization: Bearer …` and in the socket's `auth.token`"),
    expiresAt: timestamp,
    refreshToken: z.string().nullable().describe("null when it was set as a cookie"),
    user: userView,
  })
  .meta({ id: "Tokens" });
export type TokenResponse = z.infer<typeof tokenResponse>;

export const refreshRequest = z
  .object({ refreshToken: z.string().max(200).optional().describe("leave out to use the cookie") })
  .meta({ id: "Refresh" });

export const sessionView = z
  .object({
    id: uuid,
    userAgent: z.string(),
    createdAt: timestamp,
    lastUsedAt: timestamp,
    expiresAt: timestamp,
    current: z.boolean(),
  })
  .meta({ id: "Session" });
export const sessionList = z.object({ items: z.array(sessionView) }).meta({ id: "SessionList" });
