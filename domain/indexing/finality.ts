/**
 * The last block whose money counts as final: `depth` blocks stand on top of it, and its events are recorded.
 * Below zero while the chain is shorter than that.
 *
 * @param headNumber the chain's newest block
 * @param tipNumber the last block whose events are recorded
 */
export function finalBlock(headNumber: bigint, tipNumber: bigint, depth: number): bigint {
  const deepEnough = headNumber - BigInt(depth);
  return deepEnough < tipNumber ? deepEnough : tipNumber;
}
