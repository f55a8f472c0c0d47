import { columnLetters, type Outcome, type ResultRow } from "../engine";
import { ROWS_PER_TURN, type Origin } from "./discrepancies";
import { LONGEST_LITERAL, spellingKey } from "./live-formulas";
import { TABLE_HEADERS } from "./names";
import { literal, sheetReference } from "./text";

/** One spelling of a client and service on the invoice, with the live state of its result. */
export interface KeyRow {
  readonly key: string;
  /** Formula: the outcome that the invoice shows now, or blank. */
  readonly state: string;
}

const STATIC_STATES: ReadonlySet<Outcome> = new Set(["needs review", "not checked"]);

/**
 * A row per spelling on the invoice. The state follows the live difference: it becomes blank when the invoice reads
 * what was expected, and turns when somebody overshoots. The row of tblDiscrepancies is found by its key, so that
 * sorting that table keeps it true.
 * @param sheet The name of the discrepancies sheet. @param origin Where its table begins.
 * @param pause Gives others a turn between two stretches of results.
 */
export async function keyRows(
  sorted: readonly ResultRow[],
  sheet: string,
  { row, column }: Origin,
  pause: () => Promise<void>,
): Promise<readonly KeyRow[]> {
  const block = (header: (typeof TABLE_HEADERS.tblDiscrepancies)[number]): string => {
    const letters = columnLetters(column + TABLE_HEADERS.tblDiscrepancies.indexOf(header));
    return `${sheetReference(sheet)}!$${letters}$${row + 2}:$${letters}$${row + 1 + sorted.length}`;
  };
  const columns = { differences: block("Difference"), keys: block("Key") };
  const rows = new Map<string, KeyRow>();
  for (const [i, result] of sorted.entries()) {
    if (i > 0 && i % ROWS_PER_TURN === 0) await pause();
    const state = stateFormula(result, i, columns);
    for (const { client, service } of result.billedCells) {
      const key = spellingKey(client, service);
      if (!rows.has(key)) rows.set(key, { key, state });
    }
  }
  return [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function stateFormula(
  result: ResultRow,
  index: number,
  columns: { differences: string; keys: string },
): string {
  if (STATIC_STATES.has(result.outcome)) return `=${literal(result.outcome)}`;
  const key = result.key.replace(/[~*?]/g, "~$&");
  const position =
    key.length <= LONGEST_LITERAL ? `MATCH(${literal(key)},${columns.keys},0)` : String(index + 1);
  const difference = `INDEX(${columns.differences},${position})`;
  const less = literal(result.outcome === "unused" ? "unused" : "overbilled");
  const open = `IF(${difference}>0,"underbilled",${less})`;
  const accepted = Math.abs(result.difference ?? 0);
  const outside =
    result.outcome === "accepted" ? `IF(ABS(${difference})<=${accepted},"accepted",${open})` : open;
  return `=IFERROR(IF(ABS(${difference})<=${result.tolerance},"",${outside}),"")`;
}
