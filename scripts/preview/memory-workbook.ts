import type { CellValue, SheetGrid, TableGrid } from "../../src/engine/records";
import type { MappingChoice, QuantityUpdate, UpdateAnswer, WorkbookPort } from "../../src/run";
import { TABLE_HEADERS } from "../../src/workbook";

/** A workbook in memory: holds sheets and mappings, writes nothing visible beside the pane. */
export function createMemoryWorkbook(initial: readonly SheetGrid[]): WorkbookPort {
  let sheets = initial;
  const mappings: MappingChoice[] = [];

  const setCells = (
    updates: readonly QuantityUpdate[],
    quantitiesOf: (update: QuantityUpdate) => readonly [number, number],
  ): Promise<UpdateAnswer> => {
    const holds = ({ cell }: QuantityUpdate): CellValue =>
      sheets.find(({ name }) => name === cell.sheet)?.values[cell.row]?.[cell.column ?? -1] ?? null;
    const written = updates.filter((update) => holds(update) === quantitiesOf(update)[0]);
    const refused = updates
      .filter((update) => !written.includes(update))
      .map((update) => ({ update, why: `holds ${JSON.stringify(holds(update))}` }));
    for (const update of written) {
      const { cell } = update;
      const [, to] = quantitiesOf(update);
      sheets = sheets.map((sheet) =>
        sheet.name === cell.sheet ? withCell(sheet, cell.row, cell.column, to) : sheet,
      );
    }
    return Promise.resolve({ written, refused });
  };

  return {
    readSnapshot: () =>
      Promise.resolve({
        sheets,
        tables: {
          tblClientMap: mappingTable("tblClientMap", "Source client", "Client", mappings, "client"),
          tblServiceMap: mappingTable("tblServiceMap", "Source product", "Service", mappings, "product"),
        },
      }),
    write: () => Promise.resolve(),
    removeAnnotations: () => Promise.resolve(),
    writeSnapshot: ({ name }) => Promise.resolve(name),
    selectCell: () => Promise.resolve(),
    checkUpdates: (updates) => Promise.resolve(updates.map(() => null)),
    applyUpdates: (updates) =>
      setCells(updates, ({ oldQuantity, newQuantity }) => [oldQuantity, newQuantity]),
    putBack: (updates) => setCells(updates, ({ oldQuantity, newQuantity }) => [newQuantity, oldQuantity]),
    writeDecisions: () => Promise.resolve(),
    writeMappings: (choices) => {
      mappings.push(...choices);
      return Promise.resolve();
    },
    readTable: (name) => Promise.resolve(name === "tblRules" ? RULES : LOG),
    writeRule: () => Promise.resolve(),
    share: ({ kind }) => Promise.resolve({ sheet: kind, remarks: [] }),
    onSelection: () => () => undefined,
    onChanged: () => () => undefined,
  };
}

const RULES: TableGrid = {
  name: "tblRules",
  sheet: "Rules",
  firstRow: 1,
  firstColumn: 0,
  headers: [
    "Service",
    "Client",
    "Count",
    "Over time",
    "Where",
    "Included",
    "Minimum",
    "Round",
    "Tolerance",
    "Exclude",
  ],
  rows: [["Cloud Backup", "", "quantity", "", "", 0, 2, "up", "5%", ""]],
};
const LOG: TableGrid = {
  name: "tblLog",
  sheet: "Reconcile Log",
  firstRow: 1,
  firstColumn: 0,
  headers: TABLE_HEADERS.tblLog,
  rows: [[46_175.35, "Task pane", "run", "2026-05-01 to 2026-06-01", "", "6 of 15 not matched", ""]],
};

function withCell(sheet: SheetGrid, row: number, column: number | null, value: CellValue): SheetGrid {
  const values = sheet.values.map((cells, at) =>
    at === row ? cells.map((cell, nth) => (nth === column ? value : cell)) : cells,
  );
  return { ...sheet, values };
}

function mappingTable(
  name: string,
  nameHeader: string,
  toHeader: string,
  choices: readonly MappingChoice[],
  kind: MappingChoice["kind"],
): TableGrid {
  const rows = choices
    .filter((choice) => choice.kind === kind)
    .map((it) => [it.source, it.name, it.to, it.to === "" ? "ignored" : "confirmed"]);
  return {
    name,
    sheet: "Mappings",
    firstRow: 1,
    firstColumn: 0,
    headers: ["Source", nameHeader, toHeader, "Status"],
    rows,
  };
}
