// @ts-nocheck Ponder and its types are installed here when the bench first runs, not with the project.
import { createConfig } from "ponder";
import { vaultAbi } from "./vaultAbi";

export default createConfig({
  database: { kind: "postgres", connectionString: process.env.DATABASE_URL },
  chains: {
    bench: { id: Number(process.env.CHAIN_ID), rpc: process.env.RPC_URL, ws: process.env.RPC_WS_URL },
  },
  contracts: {
    Vault: {
      chain: "bench",
      abi: vaultAbi,
      address: process.env.VAULT,
      startBlock: Number(process.env.START_BLOCK),
    },
  },
});
