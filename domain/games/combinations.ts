/** In how many ways `k` of `n` things can be chosen; 0 when there are not as many. Whole numbers from 0. */
export function combinations(n: number, k: number): bigint {
  if (k > n) return 0n;
  let ways = 1n;
  for (let step = 1; step <= k; step++) ways = (ways * BigInt(n - k + step)) / BigInt(step);
  return ways;
}
