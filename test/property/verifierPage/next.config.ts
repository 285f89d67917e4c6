import type { NextConfig } from "next";
import web from "../../../web/next.config.ts";

/** As the dApp is built, but into files that need no server. */
export default {
  ...web,
  headers: () => [],
  output: "export",
  distDir: ".next/site",
  bundlePagesRouterDependencies: true,
  experimental: { ...web.experimental, turbopackFileSystemCacheForBuild: false },
} satisfies NextConfig;
