/** Keys of those actions that a round offers now. */
export function offeredKeys(
  keys: Readonly<Record<string, string>>,
  offered: readonly string[] | undefined,
  act: (action: string) => void,
): Readonly<Record<string, () => void>> {
  const usable = Object.entries(keys).filter(([, action]) => offered?.includes(action) ?? false);
  return Object.fromEntries(usable.map(([key, action]) => [key, () => act(action)]));
}
