import type { AppliedUpdate, BilledCell, IsoDate, Outcome, Period, ResultRow } from "../records";
import { cellAddress } from "../tables";
import { allocate, type LineChange } from "./allocate";

/** One line to change in the PSA or accounting system; quantities in billed units, the price per unit. */
export interface ChangeRow {
  readonly key: string;
  readonly client: string;
  /** The agreement or line id that the invoice line states; blank where it states none. */
  readonly agreement: string;
  readonly service: string;
  /** Address of the invoice line's quantity, or `new line` where nothing is billed yet. */
  readonly line: string;
  readonly oldQuantity: number;
  readonly newQuantity: number;
  readonly unitPrice: number | null;
  readonly currency: string | null;
  /** First day of the billing period; `null` where the period is not known. */
  readonly effective: IsoDate | null;
  readonly reason: string;
  readonly decision: string;
}

/** What to change, and the decided rows for which that cannot be said. */
export interface ChangeList {
  readonly rows: readonly ChangeRow[];
  readonly skipped: readonly { readonly client: string; readonly service: string; readonly why: string }[];
}

const TO_CHANGE: ReadonlySet<Outcome> = new Set(["underbilled", "overbilled", "unbilled", "unused"]);
const DECIDED = "Update invoice";
const NEW_LINE = "new line";

/**
 * The change list for the PSA: one row per invoice line of the results decided `Update invoice`, in the order of the
 * results. Updates that were made in the workbook count from the quantity before them.
 * @param applied Updates in the order in which they were made.
 */
export function changeList(
  results: readonly ResultRow[],
  period: Period | null,
  applied: readonly AppliedUpdate[] = [],
): ChangeList {
  const rows: ChangeRow[] = [];
  const skipped: { client: string; service: string; why: string }[] = [];
  for (const result of results) {
    const mine = applied.filter(({ key }) => key === result.key);
    const isDecided = result.decision.decision === DECIDED;
    if (!isDecided && mine.length === 0) continue;
    const effective = period?.start ?? null;
    if (isDecided && result.difference === null)
      skipped.push({ client: result.client, service: result.service, why: result.why });
    const difference = isDecided && TO_CHANGE.has(result.outcome) ? (result.difference ?? 0) : 0;
    const { changes, rest } = allocate(result.billedCells, difference);
    for (const change of withApplied(changes, mine, result.billedCells))
      rows.push(rowOf(result, effective, change));
    if (rest !== 0) rows.push(newLine(result, effective, rest));
  }
  return { rows, skipped };
}

/** Joins what is still to change with what was changed in the workbook, line by line, in the order of the lines. */
function withApplied(
  changes: readonly LineChange[],
  applied: readonly AppliedUpdate[],
  cells: readonly BilledCell[],
): readonly LineChange[] {
  const isAt = (one: BilledCell) => (other: { readonly cell: BilledCell }) =>
    one.sheet === other.cell.sheet && one.row === other.cell.row && one.column === other.cell.column;
  return cells.flatMap((cell) => {
    const planned = changes.find(isAt(cell));
    const made = applied.filter(isAt(cell));
    const oldQuantity = made[0]?.oldQuantity ?? planned?.oldQuantity;
    const newQuantity = planned?.newQuantity ?? made.at(-1)?.newQuantity;
    if (oldQuantity === undefined || newQuantity === undefined || oldQuantity === newQuantity) return [];
    return [{ cell, oldQuantity, newQuantity }];
  });
}

function rowOf(
  result: ResultRow,
  effective: IsoDate | null,
  { cell, oldQuantity, newQuantity }: LineChange,
): ChangeRow {
  return {
    ...common(result, effective),
    agreement: cell.agreement ?? "",
    line:
      cell.column === null
        ? `${cell.sheet} row ${cell.row + 1}`
        : cellAddress(cell.sheet, cell.row, cell.column),
    oldQuantity,
    newQuantity,
    unitPrice: cell.unitPrice ?? result.unitPrice,
  };
}

function newLine(result: ResultRow, effective: IsoDate | null, quantity: number): ChangeRow {
  return {
    ...common(result, effective),
    agreement: "",
    line: NEW_LINE,
    oldQuantity: 0,
    newQuantity: quantity,
    unitPrice: result.unitPrice,
  };
}

function common({ key, client, service, currency, why }: ResultRow, effective: IsoDate | null) {
  return { key, client, service, currency, effective, reason: why, decision: DECIDED };
}
