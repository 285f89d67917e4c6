/** Brings everything that moves inside an element to where it was going; what moves for ever goes on. */
export function finishMotion(element: Element | null): void {
  for (const animation of element?.getAnimations({ subtree: true }) ?? []) {
    if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish();
  }
}
