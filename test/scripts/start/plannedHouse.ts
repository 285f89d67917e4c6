/** What a house is started with, as far as these tests look: no process listens at any of it. */
export const PORTS = { web: 1, api: 2, chain: 3, postgres: 4, redis: 5, worker: 6, indexer: 7 };

export const SECRETS = {
  jwtPrivateKey: Buffer.alloc(32, 1).toString("base64"),
  seedEncryptionKey: Buffer.alloc(32, 2).toString("base64"),
  keystorePassword: "a password for tests",
};

export const ENDPOINTS = {
  databaseUrl: "postgres://db/house",
  redisUrl: "redis://cache",
  rpcUrls: "http://127.0.0.1:3",
};
