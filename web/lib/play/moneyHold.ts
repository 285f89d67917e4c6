/** The figures of a player's money that are kept in sight while a game's field is on its way to a result. */
export type MoneyHold<Figures> = {
  /** As they stood before the bet that the field is on its way to; null while it rests. */
  readonly moving: Figures | null;
  /** As they stood before the bet that the house is being asked for; null while there is none. */
  readonly asked: Figures | null;
};

/** What becomes of a bet, from the press of the button to the end of the field's motion. */
export type HoldEvent<Figures> =
  /** It is sent. The house may tell of its money before it answers. */
  | { readonly kind: "asked"; readonly figures: Figures }
  /** It is placed, and the field begins to move to its result; one before it is told by now. */
  | { readonly kind: "settled" }
  /** It was refused, or not answered. */
  | { readonly kind: "missed" }
  /** The field has come to rest. */
  | { readonly kind: "told" }
  /** Nobody looks at the field any more. */
  | { readonly kind: "left" };

export const NOTHING_HELD = { moving: null, asked: null } as const;

export function holdAfter<Figures>(
  { moving, asked }: MoneyHold<Figures>,
  event: HoldEvent<Figures>,
): MoneyHold<Figures> {
  switch (event.kind) {
    case "asked":
      return { moving, asked: event.figures };
    case "settled":
      return { moving: asked, asked: null };
    case "missed":
      return { moving, asked: null };
    case "told":
      return { moving: null, asked };
    case "left":
      return NOTHING_HELD;
  }
}

/**
 * The figures that tell no result before the field does; null when the newest may be shown. Each one held was the newest
 * when its bet was sent, after all bets before it: so what is shown never goes back behind a result that was told.
 */
export function heldFigures<Figures>({ moving, asked }: MoneyHold<Figures>): Figures | null {
  return moving ?? asked;
}
