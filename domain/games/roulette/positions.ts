/** A wheel has one zero and the numbers 1 to 36. */
export const POCKETS = 37;

/** Numbers stand on the table in twelve rows of three: 1 2 3, 4 5 6 … 34 35 36. */
const ROWS = 12;
const COLUMNS = 3;
const HIGHEST = ROWS * COLUMNS;

/** A stake on n pockets returns 36 / n times itself when one of them is drawn. */
const SHARED = 36;

/** A place on the table where a chip may lie. */
export type Position = {
  /** What it is called in a bet, such as "split:8-11" or "red". */
  readonly id: string;
  readonly kind: PositionKind;
  /** The pockets that win, ascending. */
  readonly pockets: readonly number[];
  /** What a chip is multiplied by when it wins, its stake included; whole. */
  readonly pays: number;
};

export type PositionKind =
  | "straight"
  | "split"
  | "street"
  | "corner"
  | "sixLine"
  | "dozen"
  | "column"
  | "even";

const RED = [1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36];

const numbers = Array.from({ length: HIGHEST }, (_, index) => index + 1);

/** True for the red ones of the numbers 1 to 36. */
export function isRed(pocket: number): boolean {
  return RED.includes(pocket);
}

/** Every place on the table, in the order of its rules. */
export const positions: readonly Position[] = [
  ...straights(),
  ...splits(),
  ...streets(),
  ...corners(),
  ...sixLines(),
  ...thirds("dozen", (number) => Math.ceil(number / ROWS)),
  ...thirds("column", (number) => ((number - 1) % COLUMNS) + 1),
  ...evenChances(),
];

function straights(): Position[] {
  return [0, ...numbers].map((number) => together("straight", [number]));
}

/** Two numbers side by side or one above the other; zero lies beside 1, 2 and 3. */
function splits(): Position[] {
  const aside = numbers.filter((number) => number % COLUMNS !== 0).map((number) => [number, number + 1]);
  const above = numbers
    .filter((number) => number + COLUMNS <= HIGHEST)
    .map((number) => [number, number + COLUMNS]);
  return [[0, 1], [0, 2], [0, 3], ...aside, ...above].map((pockets) => together("split", pockets));
}

/** A row of three, or zero with two of its neighbours. */
function streets(): Position[] {
  const rows = firstOfRows().map((first) => [first, first + 1, first + 2]);
  return [[0, 1, 2], [0, 2, 3], ...rows].map((pockets) => together("street", pockets));
}

/** Four numbers around a point, or zero with its first row. */
function corners(): Position[] {
  const around = numbers
    .filter((number) => number % COLUMNS !== 0 && number + COLUMNS <= HIGHEST)
    .map((number) => [number, number + 1, number + COLUMNS, number + COLUMNS + 1]);
  return [[0, 1, 2, 3], ...around].map((pockets) => together("corner", pockets));
}

/** Two rows of three. */
function sixLines(): Position[] {
  const pairs = firstOfRows().slice(0, -1);
  return pairs.map((first) => together("sixLine", numbers.slice(first - 1, first - 1 + 2 * COLUMNS)));
}

function firstOfRows(): number[] {
  return Array.from({ length: ROWS }, (_, row) => row * COLUMNS + 1);
}

function thirds(kind: "dozen" | "column", thirdOf: (number: number) => number): Position[] {
  return [1, 2, 3].map((third) =>
    position(
      `${kind}:${third}`,
      kind,
      numbers.filter((number) => thirdOf(number) === third),
    ),
  );
}

function evenChances(): Position[] {
  const half = HIGHEST / 2;
  const chances: readonly (readonly [string, (number: number) => boolean])[] = [
    ["red", isRed],
    ["black", (number) => !isRed(number)],
    ["even", (number) => number % 2 === 0],
    ["odd", (number) => number % 2 === 1],
    ["low", (number) => number <= half],
    ["high", (number) => number > half],
  ];
  return chances.map(([id, wins]) => position(id, "even", numbers.filter(wins)));
}

/** A position that is named after its pockets. */
function together(kind: PositionKind, pockets: readonly number[]): Position {
  return position(`${kind}:${pockets.join("-")}`, kind, pockets);
}

function position(id: string, kind: PositionKind, pockets: readonly number[]): Position {
  return { id, kind, pockets, pays: SHARED / pockets.length };
}
