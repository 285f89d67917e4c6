import { useEffect, useEffectEvent } from "react";

/** Keys that play, where the focus is on nothing that needs them itself. */
export function useHotkeys(isOn: boolean, keys: Readonly<Record<string, () => void>>): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const key = event.key.toLowerCase();
    const action = keys[key];
    if (action === undefined || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (needsKey(event.target, key)) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    if (!isOn) return;
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, [isOn]);
}

/** Fields take every key, dialogs and menus too; a button or a link only the space bar that presses it. */
function needsKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("input, textarea, select, [role=dialog], [role=menu], [role=listbox]") !== null)
    return true;
  return key === " " && target.closest("button, a, [role]") !== null;
}
