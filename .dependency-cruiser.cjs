/**
 * Which code may know which: docs/ARCHITECTURE.md, "Layers". Each rule has a planted violation in
 * test/scripts/lint/layers.test.ts that must be found.
 */

/** Folders that exist for tests and tools, which may reach everything. */
const TOOLS = "^(scripts|test)/";
/** Packages that talk to something outside the process. */
const OUTSIDE = "node_modules/(pg|ioredis|bullmq|@prisma|@socket\\.io/redis-streams-adapter)/";
/** Built-in modules that do. */
const OUTSIDE_BUILT_INS = "^(node:)?(fs|fs/promises|net|tls|dgram|child_process|sqlite)$";
/** The only code that touches the outside; the composition roots hand it to the rest. */
const EDGES = [
  "^backend/(adapters|db)/",
  "^indexer/(source|store)/",
  "\\.store\\.ts$",
  // The signer is a process of its own with a sealed-off edge: its key file, its policy file, its socket.
  "^backend/modules/signer/(keystoreKey|policyFile|unixSocket)\\.ts$",
];

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      comment: "Files that import each other cannot be understood one at a time.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-unresolved",
      comment: "Every import leads to a file or an installed package.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(bun|deno|cloudflare):" },
    },
    {
      name: "domain-is-pure",
      comment: "The rules know nothing but themselves and a hash function, so that they run anywhere.",
      severity: "error",
      from: { path: "^domain/", pathNot: "^domain/api/" },
      to: { pathNot: ["^domain/", "node_modules/@noble/hashes/"] },
    },
    {
      name: "domain-rules-do-not-know-the-api",
      comment: "The shapes of requests depend on the rules, never the other way round.",
      severity: "error",
      from: { path: "^domain/", pathNot: "^domain/api/" },
      to: { path: "^domain/api/" },
    },
    {
      name: "domain-api-parses-only",
      comment: "The shapes of the API know the domain and zod.",
      severity: "error",
      from: { path: "^domain/api/" },
      to: { pathNot: ["^domain/", "node_modules/(zod|@noble/hashes)/"] },
    },
    {
      name: "web-stands-alone",
      comment: "The dApp reaches the backend by HTTP and sockets only.",
      severity: "error",
      from: { path: "^web/" },
      to: { path: "^(backend|indexer|scripts|test)/" },
    },
    {
      name: "features-stay-apart",
      comment: "No feature of the dApp imports another: what two of them need belongs in lib or components.",
      severity: "error",
      from: { path: "^web/features/([^/]+)/" },
      to: { path: "^web/features/", pathNot: "^web/features/$1/" },
    },
    {
      name: "web-parts-do-not-know-features",
      comment: "Components and lib are below the features.",
      severity: "error",
      from: { path: "^web/(components|lib)/" },
      to: { path: "^web/(features|app)/" },
    },
    {
      name: "backend-stands-alone",
      comment: "The backend knows the domain; nobody else's code.",
      severity: "error",
      from: { path: "^backend/" },
      to: { path: "^(indexer|web|scripts|test)/" },
    },
    {
      name: "indexer-knows-the-database-only",
      comment: "Of the backend, the indexer knows the database and the reader of settings.",
      severity: "error",
      from: { path: "^indexer/" },
      to: { path: "^(backend|web|scripts|test)/", pathNot: "^backend/(db/|config\\.ts$)" },
    },
    {
      name: "stores-are-private",
      comment: "Modules talk through services: no module reaches into another's store, routes or jobs.",
      severity: "error",
      from: { path: "^backend/modules/([^/]+)/" },
      to: {
        path: "^backend/modules/[^/]+/[^/]+\\.(store|routes|jobs)\\.ts$",
        pathNot: "^backend/modules/$1/",
      },
    },
    {
      name: "only-edges-touch-the-outside",
      comment: "Databases, queues, files and sockets are opened in adapters, db, stores and sources only.",
      severity: "error",
      from: { path: "^(backend|indexer)/", pathNot: EDGES },
      to: { path: [OUTSIDE, OUTSIDE_BUILT_INS], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "tools-are-not-imported",
      comment: "Nothing that ships depends on scripts or tests.",
      severity: "error",
      from: { pathNot: [TOOLS, "^(hardhat|vitest)\\.config\\.ts$"] },
      to: { path: TOOLS },
    },
    {
      name: "scripts-do-not-know-tests",
      comment: "A tool that needs something from the tests has found something that is not a test.",
      severity: "error",
      from: { path: "^scripts/" },
      to: { path: "^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: {
      path: [
        "^backend/db/generated/",
        "^web/\\.next/",
        "^(artifacts|cache)/",
        "next-env\\.d\\.ts$",
        // The peer of a bench: a project of its own, installed when the bench runs.
        "^test/bench/indexer/ponder/",
      ],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
