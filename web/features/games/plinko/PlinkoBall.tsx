"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import type { Spot } from "@/features/games/plinko/board";

type Props = {
  /** From above the board to the slot, in the units of the drawing. */
  readonly way: readonly Spot[];
  readonly durationMs: number;
};

const RADIUS = 0.27;

/** A ball that falls from pin to pin once it appears, and stays in its slot; without motion it is there at once. */
export function PlinkoBall({ way, durationMs }: Props) {
  const ball = useRef<SVGGElement>(null);
  const end = way.at(-1) ?? { x: 0, y: 0 };
  const fall = useEffectEvent(() => {
    if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) return undefined;
    return ball.current?.animate(
      way.map((spot) => ({ transform: translated(spot), easing: "ease-in" })),
      { duration: durationMs },
    );
  });
  useEffect(() => {
    const falling = fall();
    return () => falling?.cancel();
  }, []);
  return (
    <g ref={ball} style={{ transform: translated(end) }}>
      <circle r={RADIUS} className="fill-accent stroke-surface" strokeWidth={0.06} />
    </g>
  );
}

function translated({ x, y }: Spot): string {
  return `translate(${x}px, ${y}px)`;
}
