import type { CellValue, Field, SheetGrid, SourceLayout } from "../records";
import { foldHeader, headerScore, recogniseSources } from "../layout";
import { cellAddress } from "../tables";
import { UnreadableUsageFile } from "./file-rows";

/** What the columns of a usage file are. */
export interface FileLayout {
  readonly layout: SourceLayout;
  /** Position of the first data row among the rows that were looked at. */
  readonly firstDataRow: number;
  /** How many fields a row has, blank headers included; `null` where a row may have any. */
  readonly width: number | null;
}

/**
 * Recognises the columns of a usage file by its first rows, as those of a sheet are. Whoever names a file as usage has said
 * what it is, prices or not.
 * @param source What the source is called: the file's name without its endings, like the name of a sheet.
 * @throws UnreadableUsageFile where the rows name no columns, or have a shape that only a sheet can be read in.
 */
export function recogniseFile(
  file: string,
  source: string,
  rows: readonly (readonly CellValue[])[],
  fields: readonly string[] | null,
): FileLayout {
  const values = fields === null ? rows : [fields, ...rows];
  const width = Math.max(1, ...values.map((row) => row.length));
  const grid: SheetGrid = {
    name: source,
    area: { firstRow: 0, firstColumn: 0, lastRow: values.length - 1, lastColumn: width - 1 },
    values,
    formats: [],
    tables: [],
    merges: [],
    isHidden: false,
  };
  const [found] = values.length === 0 ? [] : recogniseSources([grid]);
  const hasHeader = found?.headerRow === 0 || (fields === null && found?.headerRow !== null);
  if (found === undefined || found.headerRow === null || !hasHeader || found.role === "other")
    throw new UnreadableUsageFile(
      `${file} shows no usage in its first rows. It needs a header with client, product and quantity.`,
    );
  const shape = shapeForSheets(found);
  if (shape !== null)
    throw new UnreadableUsageFile(
      `${file} has its ${shape}. Write client, product and quantity on every row, or add it to the workbook as a sheet.`,
    );
  const headerRow = fields === null ? found.headerRow : null;
  return {
    firstDataRow: fields === null ? found.headerRow + 1 : 0,
    width: fields === null ? (values[found.headerRow]?.length ?? 0) : null,
    layout: {
      ...found,
      name: source,
      sheet: file,
      role: "usage",
      columns: withUsageDate(found),
      area: null,
      headerRow,
      skippedRows: new Map(),
    },
  };
}

/** What only a sheet can be read in; `null` for a file with one product and one quantity on every row. */
function shapeForSheets({ crosstab, clientPlacement, written, joined }: SourceLayout): string | null {
  if (crosstab !== null) return "quantities in several columns";
  if (clientPlacement !== "row") return "clients above their rows";
  if (written !== undefined) return "quantities inside texts";
  return joined === undefined ? null : "products joined in one cell";
}

/** The only date of a priced row is taken for the span that it bills; here it is the day that was used. */
function withUsageDate({ role, columns, headers }: SourceLayout): SourceLayout["columns"] {
  const { periodStart, ...others } = columns;
  if (role !== "billed" || periodStart === undefined || columns.date !== undefined) return columns;
  const header = foldHeader(headers.get(periodStart) ?? "");
  const isDay = headerScore(header, "date") > headerScore(header, "periodStart");
  return isDay ? { ...others, date: periodStart } : columns;
}

/** The columns that a row says what it is about by. */
export const NAMES: readonly Field[] = ["client", "clientId", "tenant", "product", "sku", "item"];
const DESCRIBING: readonly Field[] = [
  "client",
  "product",
  "clientId",
  "tenant",
  "sku",
  "unit",
  "currency",
  "date",
  "periodStart",
  "periodEnd",
];

/**
 * The columns whose texts keep rows apart: everything that a verdict looks at besides the quantity.
 * @param isAsked Whether a rule, or anything else that decides, looks at the column of this header.
 */
export function keyColumnsOf(layout: SourceLayout, isAsked: (header: string) => boolean): readonly number[] {
  const { columns, headers, countsRows } = layout;
  // A seat or device matters when it can be read twice: by its rows, or on several days.
  const hasItems = countsRows || columns.quantity === undefined || columns.date !== undefined;
  const fields: readonly Field[] = hasItems ? [...DESCRIBING, "item"] : DESCRIBING;
  const described = fields.flatMap((field) => columns[field] ?? []);
  const asked = [...headers].flatMap(([column, header]) => (isAsked(header) ? [column] : []));
  return [...new Set([...described, ...asked])];
}

/** Where a row is, for people: a cell of a file with a header, a line of one without. Row and column are 0-based. */
export function placeOf({ sheet, headerRow }: SourceLayout, row: number, column: number): string {
  return headerRow === null ? `${sheet} line ${row + 1}` : cellAddress(sheet, row, column);
}
