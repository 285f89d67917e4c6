import { fileURLToPath } from "node:url";
import type { NextConfig } from "next";

/** The repository's root: domain code is imported from there, through the `imports` field of its package.json. */
const root = fileURLToPath(new URL("..", import.meta.url));

/** The content security policy is not here: it depends on the API's address, known at run time (`proxy.ts`). */
const securityHeaders = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=(), hid=()",
  },
  { key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains" },
];

export default {
  poweredByHeader: false,
  reactStrictMode: true,
  outputFileTracingRoot: root,
  turbopack: {
    root,
    // Messages are compiled with the build, so that no page carries the parser of their language.
    rules: {
      "*.json": {
        condition: { path: /[/\\]?messages[/\\][a-z-]+\.json$/ },
        loaders: [
          {
            loader: "next-intl/extractor/catalogLoader",
            options: { messages: { format: "json", precompile: true } },
          },
        ],
        as: "*.js",
      },
    },
    resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" },
  },
  // `npm test` checks types; starting the house must not wait for it, nor fail by it.
  typescript: { ignoreBuildErrors: true },
  experimental: { optimizePackageImports: ["radix-ui", "lucide-react"] },
  headers: async () => [{ source: "/:path*", headers: securityHeaders }],
} satisfies NextConfig;
