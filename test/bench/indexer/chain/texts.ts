import type { Hex } from "#domain/chain/hex.ts";
import { EMPTY_BLOOM } from "./bloom.ts";
import type { EncodedEvent } from "./encodeEvent.ts";
import { CHAIN_ID } from "./shape.ts";
import { quantity } from "./words.ts";

/** Fields that a node serves and nobody looks at. */
const EMPTY_HASH = `0x${"56".repeat(32)}`;
const NO_UNCLES = "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347";
const MINER = `0x${"b1".repeat(20)}`;
const GAS_PER_TRANSACTION = 60_000;
const DEPOSIT_CALL = `0xf4fa2fad${"0".repeat(64)}`;
const SIGNATURE = `"r":"0x${"1a".repeat(32)}","s":"0x${"2b".repeat(32)}","v":"0x1","yParity":"0x1"`;

export interface Place {
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly txHash: Hex;
  readonly txIndex: number;
  readonly logIndex: number;
}

/** A log as nodes write it. */
export function logText(emitter: Hex, { topics, data }: EncodedEvent, place: Place): string {
  const { blockNumber, blockHash, txHash, txIndex, logIndex } = place;
  return (
    `{"address":"${emitter}","topics":["${topics.join('","')}"],"data":"${data}",` +
    `"blockNumber":"${quantity(blockNumber)}","transactionHash":"${txHash}","transactionIndex":"${quantity(txIndex)}",` +
    `"blockHash":"${blockHash}","logIndex":"${quantity(logIndex)}","removed":false}`
  );
}

/** A transaction as it stands in a block that was asked for with all of them. */
export function transactionText(
  place: Omit<Place, "logIndex">,
  { from, to }: { readonly from: Hex; readonly to: Hex },
): string {
  const { blockNumber, blockHash, txHash, txIndex } = place;
  return (
    `{"blockHash":"${blockHash}","blockNumber":"${quantity(blockNumber)}","from":"${from}","gas":"${quantity(GAS_PER_TRANSACTION)}",` +
    `"gasPrice":"0x3b9aca00","maxFeePerGas":"0x3b9aca00","maxPriorityFeePerGas":"0x0","hash":"${txHash}",` +
    `"input":"${DEPOSIT_CALL}","nonce":"0x1","to":"${to}","transactionIndex":"${quantity(txIndex)}","value":"0x0",` +
    `"type":"0x2","accessList":[],"chainId":"${quantity(CHAIN_ID)}",${SIGNATURE}}`
  );
}

export interface HeaderFacts {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  readonly timestamp: number;
  readonly bloom?: Hex;
  readonly transactionCount: number;
}

/** A block's header without the end of its JSON: what follows differs from question to question. */
export function headerText({ bloom = EMPTY_BLOOM, ...facts }: HeaderFacts): string {
  const { number, hash, parentHash, timestamp, transactionCount } = facts;
  return (
    `{"number":"${quantity(number)}","hash":"${hash}","parentHash":"${parentHash}","nonce":"0x0000000000000000",` +
    `"sha3Uncles":"${NO_UNCLES}","logsBloom":"${bloom}","transactionsRoot":"${EMPTY_HASH}","stateRoot":"${EMPTY_HASH}",` +
    `"receiptsRoot":"${EMPTY_HASH}","miner":"${MINER}","difficulty":"0x2","totalDifficulty":"${quantity(2 * number)}",` +
    `"extraData":"0x","size":"0x400","gasLimit":"0x8583b00","gasUsed":"${quantity(transactionCount * GAS_PER_TRANSACTION)}",` +
    `"timestamp":"${quantity(timestamp)}","baseFeePerGas":"0x0","mixHash":"${EMPTY_HASH}"`
  );
}

export interface ReceiptFacts extends Omit<Place, "logIndex"> {
  readonly from: Hex;
  readonly to: Hex;
  readonly bloom: Hex;
  readonly logs: readonly string[];
}

export function receiptText({ from, to, bloom, logs, ...place }: ReceiptFacts): string {
  const { blockNumber, blockHash, txHash, txIndex } = place;
  return (
    `{"blockHash":"${blockHash}","blockNumber":"${quantity(blockNumber)}","contractAddress":null,` +
    `"cumulativeGasUsed":"${quantity((txIndex + 1) * GAS_PER_TRANSACTION)}","effectiveGasPrice":"0x3b9aca00",` +
    `"from":"${from}","gasUsed":"${quantity(GAS_PER_TRANSACTION)}","logs":[${logs.join(",")}],"logsBloom":"${bloom}",` +
    `"status":"0x1","to":"${to}","transactionHash":"${txHash}","transactionIndex":"${quantity(txIndex)}","type":"0x2"}`
  );
}
