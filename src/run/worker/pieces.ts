/** A part of a record on its way between the pane and the worker. */
export type Piece =
  | { readonly kind: "rows"; readonly list: string; readonly rows: readonly unknown[] }
  | { readonly kind: "rest"; readonly rest: object };

/** Rows of one message. Copying a message holds up both sides; a thousand rows take some milliseconds. */
const ROWS = 1_000;

/** Takes a record apart: the rows of its long lists some at a time, then all the rest. */
export function* piecesOf(record: object): Generator<Piece> {
  const rest: Record<string, unknown> = {};
  for (const [list, value] of Object.entries(record) as [string, unknown][]) {
    if (!Array.isArray(value) || value.length <= ROWS) {
      rest[list] = value;
      continue;
    }
    for (let first = 0; first < value.length; first += ROWS)
      yield { kind: "rows", list, rows: value.slice(first, first + ROWS) as readonly unknown[] };
  }
  yield { kind: "rest", rest };
}

/** Puts a record together again; gives it with its last piece, `null` before. */
export function collector(): (piece: Piece) => object | null {
  const lists: Record<string, unknown[]> = {};
  return (piece) => {
    if (piece.kind === "rest") return { ...piece.rest, ...lists };
    const list = (lists[piece.list] ??= []);
    for (const row of piece.rows) list.push(row);
    return null;
  };
}
