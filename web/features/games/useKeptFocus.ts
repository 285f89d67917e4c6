import { type RefObject, useEffect, useRef } from "react";

const USABLE = "button:not(:disabled):not([aria-disabled=true]), a[href]";

/**
 * Keeps the keyboard's place where buttons come and go: when the focused one vanishes, or comes back after it was
 * disabled, the focus returns to it or to what has taken its place, unless the person has gone elsewhere meanwhile. A key
 * that is held down presses once.
 */
export function useKeptFocus<Place extends HTMLElement>(): RefObject<Place | null> {
  const place = useRef<Place>(null);
  useEffect(() => (place.current === null ? undefined : keepFocus(place.current)), []);
  return place;
}

/** @returns how to stop */
function keepFocus(place: HTMLElement): () => void {
  let held: HTMLElement | null = null;
  const stopped = new AbortController();
  const { signal } = stopped;

  function restore(): void {
    if (held === null) return;
    const now = document.activeElement;
    if (now !== null && now !== document.body && now !== held) {
      held = null;
      return;
    }
    const target = held.isConnected && held.matches(USABLE) ? held : place.querySelector<HTMLElement>(USABLE);
    if (target !== now) target?.focus({ preventScroll: true });
  }

  place.addEventListener(
    "focusin",
    ({ target }) => {
      held = target instanceof HTMLElement && target.matches("button, a") ? target : null;
    },
    { signal },
  );
  place.addEventListener(
    "keydown",
    (event) => {
      // Held down on one button, the key would go on to press the one that the focus moves to.
      if (event.repeat && event.key === "Enter") event.preventDefault();
    },
    { signal },
  );
  document.addEventListener(
    "pointerdown",
    ({ target }) => {
      if (!(target instanceof Node && place.contains(target))) held = null;
    },
    { signal },
  );
  const changes = new MutationObserver(restore);
  changes.observe(place, { subtree: true, childList: true, attributeFilter: ["disabled", "aria-disabled"] });
  return () => {
    stopped.abort();
    changes.disconnect();
  };
}
