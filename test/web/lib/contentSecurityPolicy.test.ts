import { describe, expect, test } from "vitest";
import { contentSecurityPolicy } from "@/lib/server/contentSecurityPolicy";

const input = { nonce: "n", connectTo: ["https://api.example/v1"], isDevelopment: false };

describe("contentSecurityPolicy", () => {
  test("default", () => {
    const policy = contentSecurityPolicy(input);
    expect(policy).toContain("script-src 'self' 'nonce-n' 'strict-dynamic';");
    expect(policy).toContain("connect-src 'self' https://api.example wss://api.example;");
  });

  test("behavior: each origin once, what is no URL left out", () => {
    const connectTo = ["http://localhost:4000", "http://localhost:4000/x", "", "'unsafe-inline'"];
    expect(contentSecurityPolicy({ ...input, connectTo })).toContain(
      "connect-src 'self' http://localhost:4000 ws://localhost:4000;",
    );
  });

  test("behavior: where readers name their own node, any over TLS and any of their own machine", () => {
    expect(contentSecurityPolicy({ ...input, isOpenToNodes: true })).toContain(
      "wss://api.example https: http://localhost:* http://127.0.0.1:*;",
    );
    expect(contentSecurityPolicy(input)).not.toContain("https: ");
  });
});
