import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeFunctionData, encodeFunctionResult, numberToHex } from "viem";
import { vaultAbi } from "#domain/abi/vault.ts";
import type { Checkpoint } from "#domain/settlement/judgeBatch.ts";
import { CHAIN_ID } from "./testSigner.ts";

/** What the node says of every vault; to be changed at will. */
export interface RpcTruth {
  signer: `0x${string}`;
  signerEpoch: bigint;
  checkpoint: Checkpoint;
}

const PLAIN: Readonly<Record<string, number>> = { eth_chainId: CHAIN_ID, eth_blockNumber: 7 };

/** A node that knows one vault's signer epoch and checkpoint, for tests of the signer as a process. */
export async function startTestRpc(truth: RpcTruth) {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { id, method, params } = JSON.parse(body);
    const result =
      method === "eth_call" ? answerCall(params[0].data, truth) : numberToHex(PLAIN[method] ?? 0);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answerCall(data: `0x${string}`, { signer, signerEpoch, checkpoint }: RpcTruth): string {
  const { functionName } = decodeFunctionData({ abi: vaultAbi, data });
  if (functionName === "signerEpoch")
    return encodeFunctionResult({ abi: vaultAbi, functionName, result: signerEpoch });
  if (functionName === "signer") return encodeFunctionResult({ abi: vaultAbi, functionName, result: signer });
  const { epoch, root, total } = checkpoint;
  const result = [epoch, 0n, root, total, 0n, 0n] as const;
  return encodeFunctionResult({ abi: vaultAbi, functionName: "checkpointOf", result });
}
