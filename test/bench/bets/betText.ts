/** A bet as a client sends it: half of them are dice, half are limbo. */
export function betText(betId: string, n: number): string {
  return `{"betId":"${betId}",${n % 2 === 0 ? LIMBO : DICE}}`;
}
const DICE =
  '"game":"dice","currency":"BNB","stake":"1000","params":{"targetHundredths":5050,"direction":"over"}';
const LIMBO = '"game":"limbo","currency":"BNB","stake":"1500","params":{"targetHundredths":200}';
