import type { TableGrid } from "../engine";
import type { TableBlock } from "./discrepancies";
import { addedHeaders, isWrittenByPeople, type ExtraColumns } from "./extra-columns";
import { asFound, type OutgoingCell } from "./text";

/** A row of the table of the last run as a request found it just before it was overwritten. */
interface FoundRow {
  readonly key: string;
  /** Cells that people write, by their position in the table of the last run; formulas in R1C1 notation. */
  readonly cells: ReadonlyMap<number, OutgoingCell>;
}

/**
 * Watches what people write beside the rows of tblDiscrepancies while the table is written anew: each request loads those
 * cells before it overwrites them, so that whatever somebody wrote since the table was read goes to its row again.
 */
export interface PeopleCells {
  /** Queues a look at sheet rows that are about to be written or cleared. */
  readonly watch: (row: number, rows: number) => void;
  /** Clears rows that moved below the table, and queues what somebody wrote meanwhile. @returns Whether there was any. */
  readonly settle: (context: Excel.RequestContext, keys: readonly string[]) => Promise<boolean>;
}

/** @param worksheet The sheet of the table of the last run. */
export function watchPeopleCells(
  worksheet: Excel.Worksheet,
  table: Excel.Table,
  earlier: TableGrid,
  extra: ExtraColumns,
  block: TableBlock,
): PeopleCells {
  const added = addedHeaders(earlier);
  const keyAt = earlier.headers.findIndex((header) => header.trim().toLowerCase() === "key");
  const people = earlier.headers.flatMap((header, i) => (isWrittenByPeople(header) ? [i] : []));
  const runs = runsOf([...new Set([...people, keyAt, ...added])].filter((at) => at >= 0));
  const seen: { readonly row: number; readonly ranges: readonly Excel.Range[] }[] = [];
  const standing = table.getRange().load("rowIndex,rowCount");
  const look = (row: number, rows: number): void => {
    if (rows < 1) return;
    const ranges = runs.map(({ first, count }) =>
      worksheet
        .getRangeByIndexes(row, earlier.firstColumn + first, rows, count)
        .load("formulasR1C1,rowCount"),
    );
    seen.push({ row, ranges });
  };
  const rowsSeen = (): readonly FoundRow[] =>
    seen.flatMap(({ row, ranges }) =>
      Array.from({ length: ranges[0]?.rowCount ?? 0 }, (_, r): FoundRow => {
        const cells = new Map<number, OutgoingCell>();
        if (row + r < earlier.firstRow) return { key: "", cells };
        for (const [i, { first, count }] of runs.entries()) {
          for (let c = 0; c < count; c += 1)
            cells.set(first + c, (ranges[i]?.formulasR1C1 as OutgoingCell[][])[r]?.[c] ?? "");
        }
        return { key: String(cells.get(keyAt) ?? ""), cells };
      }),
    );
  const asRead = new Map<unknown, number>(earlier.rows.map((row, i) => [row[keyAt] ?? "", i]));
  const isChanged = ({ key, cells }: FoundRow, position: number): boolean => {
    const row = asRead.get(key);
    const cell = cells.get(position) ?? "";
    if (row === undefined) return cell !== "";
    if (added.includes(position)) return cell !== extra.foundAt(row, added.indexOf(position));
    const read = earlier.rows[row]?.[position] ?? null;
    // A formula there becomes its value, as in every run.
    return !String(cell).startsWith("=") && cell !== (read === null ? "" : read);
  };
  return {
    watch: look,
    async settle(context, keys) {
      // Rows that stood were not looked at; whatever is below the last row of the results is.
      const lastSeen = Math.max(
        earlier.firstRow + keys.length,
        ...seen.map(({ row, ranges }) => row + (ranges[0]?.rowCount ?? 0)),
      );
      const end = standing.rowIndex + standing.rowCount;
      if (end > lastSeen) {
        look(lastSeen, end - lastSeen);
        worksheet
          .getRangeByIndexes(lastSeen, earlier.firstColumn, end - lastSeen, earlier.headers.length)
          .clear();
        await context.sync();
      }
      const rowOf = new Map(keys.map((key, i) => [key, i]));
      let isAny = false;
      for (const found of rowsSeen()) {
        const row = rowOf.get(found.key);
        if (row === undefined) continue;
        for (const position of [...people, ...added].filter((at) => isChanged(found, at))) {
          isAny = true;
          const name = (earlier.headers[position] ?? "").trim().toLowerCase();
          const column = added.includes(position)
            ? block.ownColumns + added.indexOf(position)
            : block.headers.findIndex((header) => header.toLowerCase() === name);
          const cell = worksheet.getRangeByIndexes(
            earlier.firstRow + row,
            earlier.firstColumn + column,
            1,
            1,
          );
          cell.formulasR1C1 = [[asFound(found.cells.get(position) ?? "", block.formats[column] ?? "")]];
        }
      }
      return isAny;
    },
  };
}

/** Neighbouring positions together. */
function runsOf(positions: readonly number[]): readonly { readonly first: number; readonly count: number }[] {
  const runs: { first: number; count: number }[] = [];
  for (const position of [...positions].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.first + run.count === position) run.count += 1;
    else runs.push({ first: position, count: 1 });
  }
  return runs;
}
