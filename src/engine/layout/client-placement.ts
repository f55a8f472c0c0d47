import type { ClientPlacement, Field } from "../records";
import { foldText } from "../normalise";
import { cellAt, isBlank, textOf, type Region } from "./region";

/** From this share of blank clients on, a client column may be filled on the first row of each block only. */
const BLANKS_FROM = 0.3;

/**
 * Whether a client stands on every row or on the first row of its block only. Blanks alone prove nothing: a column that
 * names the same client on two rows in a row is written on every row, and its blanks are mistakes to be reported.
 */
export function placeClients(
  region: Region,
  dataRows: readonly number[],
  columns: Readonly<Partial<Record<Field, number>>>,
): { readonly clientPlacement: ClientPlacement; readonly clientColumn: number | null } {
  const { client } = columns;
  if (client === undefined) return { clientPlacement: "row", clientColumn: null };
  const names = dataRows.map((row) => foldText(textOf(cellAt(region.sheet, row, client))));
  const blanks = names.filter((name) => name === "").length;
  const [first] = dataRows;
  const startsFilled = first !== undefined && !isBlank(cellAt(region.sheet, first, client));
  const repeats = names.some((name, i) => name !== "" && name === names[i - 1]);
  const isFillDown = startsFilled && !repeats && blanks > 1 && blanks >= names.length * BLANKS_FROM;
  return { clientPlacement: isFillDown ? "fill-down" : "row", clientColumn: client };
}
