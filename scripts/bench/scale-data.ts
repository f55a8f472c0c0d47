import { ownText } from "./runs";

/** One side's rows, column by column. */
export interface SideColumns {
  readonly clients: readonly string[];
  readonly products: readonly string[];
  readonly quantities: readonly number[];
}

/** Billed lines and usage rows, five of each per client and product. */
export interface ScaleData {
  readonly billed: SideColumns;
  readonly usage: SideColumns;
}

/** How the rows of a side follow each other. */
export type RowOrder = "by client" | "shuffled";

const ROWS_PER_KEY = 5;
const PRODUCTS_PER_CLIENT = 20;
const PRODUCTS = 240;

/**
 * Makes as many billed lines and usage rows, the same ones each time. Every text is a string of its own, as a reader of
 * sheets or files gives them: nobody's hash is already known. Quantities are whole or quarters, so that the sums of peers
 * that add binary fractions are right too; every tenth key differs, and a few stand on one side only.
 */
export function makeScaleData(rows: number, order: RowOrder): ScaleData {
  const keys = Math.ceil(rows / ROWS_PER_KEY);
  const billedOf = (key: number): number => (key % 97 === 0 ? keys + key : key);
  return {
    billed: side(rows, order, 1, billedOf, (key, nth) => 3 + (key % 11) + (nth === 0 ? 0.25 : 0)),
    usage: side(
      rows,
      order,
      2,
      (key) => key,
      (key, nth) => 3 + (key % 11) + (nth === 4 ? 0.25 : 0) + (key % 10 === 7 ? 1 : 0),
    ),
  };
}

function side(
  rows: number,
  order: RowOrder,
  seed: number,
  keyOf: (key: number) => number,
  quantityOf: (key: number, nth: number) => number,
): SideColumns {
  const at = Int32Array.from({ length: rows }, (_, row) => row);
  if (order === "shuffled") shuffle(at, seed);
  const clients: string[] = [];
  const products: string[] = [];
  const quantities: number[] = [];
  for (const row of at) {
    const key = Math.floor(row / ROWS_PER_KEY);
    const named = keyOf(key);
    const client = Math.floor(named / PRODUCTS_PER_CLIENT);
    clients.push(ownText(`Client ${client} Medical Group`));
    products.push(ownText(`Managed service no. ${(named * 7 + client) % PRODUCTS}`));
    quantities.push(quantityOf(key, row % ROWS_PER_KEY));
  }
  return { clients, products, quantities };
}

/** Fisher and Yates with Park and Miller's generator, so that every run shuffles alike. */
function shuffle(values: Int32Array, seed: number): void {
  let state = seed * 48_271;
  for (let i = values.length - 1; i > 0; i -= 1) {
    state = (state * 48_271) % 2_147_483_647;
    const j = state % (i + 1);
    const kept = values[i] ?? 0;
    values[i] = values[j] ?? 0;
    values[j] = kept;
  }
}
