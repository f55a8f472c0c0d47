import { columnNameFromNumber } from "@ironcalc/wasm";
import type { Model } from "@ironcalc/workbook";
import type { HostCalls } from "../host/browser";
import type { SheetSize } from "./grid-picture";

/** What a person's edits ask of the host; they reach it in their order. */
export type EditedHost = {
  readonly [K in "addSheet" | "deleteSheet" | "editCell" | "insertRows" | "renameSheet"]: (
    ...args: Parameters<HostCalls[K]>
  ) => unknown;
};

/** Rows and columns beyond the used ones that a paste or undo may reach. */
const MARGIN = { rows: 60, columns: 20 };

const NOTHING: SheetSize = { rows: 0, columns: 0 };

/** Changes that the embedded workbook does not follow; the grid then does not make them either, or they would be lost. */
const REFUSED = [
  "updateRangeStyle",
  "setAreaWithBorder",
  "onPasteStyles",
  "onApplyNamedStyle",
  "rangeClearFormatting",
  "newDefinedName",
  "updateDefinedName",
  "deleteDefinedName",
  "deleteRows",
  "deleteColumns",
  "insertColumns",
  "moveRows",
  "moveColumns",
  "moveSheet",
  "duplicateSheet",
] as const;

/** Edits whose cells are found by comparing before and after. */
const COMPARED = [
  "undo",
  "redo",
  "pasteFromClipboard",
  "pasteCsvText",
  "autoFillRows",
  "autoFillColumns",
  "rangeClearContents",
  "rangeClearAll",
] as const;

/**
 * Makes what a person does in the grid happen in the host's workbook too. The grid has no callback for edits, so the
 * model's own methods are wrapped.
 * @param sizes How far each sheet was used when the model was made.
 * @param onRefused Called with a sentence when something cannot be done here.
 */
export function followEdits(
  model: Model,
  host: EditedHost,
  sizes: readonly SheetSize[],
  onRefused: (message: string) => void,
): void {
  const sheetName = (sheet: number): string => model.getWorksheetsProperties()[sheet]?.name ?? "";
  const used = sizes.map((size) => ({ ...size }));
  const edit = (sheet: number, row: number, column: number, input: string): void => {
    const { rows, columns } = used[sheet] ?? NOTHING;
    used[sheet] = { rows: Math.max(rows, row), columns: Math.max(columns, column) };
    host.editCell(sheetName(sheet), `${columnNameFromNumber(column)}${row}`, input);
  };
  wrap(model, "setUserInput", (original, sheet, row, column, input) => {
    original(sheet, row, column, input);
    edit(sheet, row, column, input);
  });
  wrap(model, "insertRows", (original, sheet, row, count) => {
    original(sheet, row, count);
    const { rows, columns } = used[sheet] ?? NOTHING;
    used[sheet] = { rows: rows + count, columns };
    host.insertRows(sheetName(sheet), row, count);
  });
  wrap(model, "renameSheet", (original, sheet, name) => {
    const before = sheetName(sheet);
    original(sheet, name);
    host.renameSheet(before, name);
  });
  wrap(model, "deleteSheet", (original, sheet) => {
    const name = sheetName(sheet);
    original(sheet);
    used.splice(sheet, 1);
    host.deleteSheet(name);
  });
  wrap(model, "newSheet", (original) => {
    original();
    const last = model.getWorksheetsProperties().at(-1);
    if (last !== undefined) host.addSheet(last.name);
  });
  for (const name of REFUSED) {
    wrap(model, name, () => {
      onRefused("The embedded workbook cannot do that. Nothing was changed; do it in Excel.");
    });
  }
  for (const name of COMPARED) {
    wrap(model, name, (original, ...args) => {
      const sheet = model.getSelectedSheet();
      const before = contentsOf(model, sheet, used[sheet]);
      (original as (...all: typeof args) => void)(...args);
      for (const [place, input] of contentsOf(model, sheet, used[sheet])) {
        if (input === before.get(place)) continue;
        const [row = 0, column = 0] = place.split(":").map(Number);
        edit(sheet, row, column, input);
      }
    });
  }
}

type Method = keyof {
  [K in keyof Model as Model[K] extends (...args: never[]) => unknown ? K : never]: true;
};

/** Puts a function before a method of one model; the class stays as it is. */
function wrap<K extends Method>(
  model: Model,
  name: K,
  replacement: (original: Model[K], ...args: Parameters<Model[K]>) => void,
): void {
  const original = (model[name] as (...args: unknown[]) => unknown).bind(model);
  Object.defineProperty(model, name, {
    value: (...args: Parameters<Model[K]>) => {
      replacement(original as Model[K], ...args);
    },
  });
}

/** What every cell of a sheet and some way around it holds, as typed, by "row:column". */
function contentsOf(
  model: Model,
  sheet: number,
  { rows, columns }: SheetSize = NOTHING,
): ReadonlyMap<string, string> {
  const contents = new Map<string, string>();
  for (let row = 1; row <= rows + MARGIN.rows; row += 1) {
    for (let column = 1; column <= columns + MARGIN.columns; column += 1)
      contents.set(`${row}:${column}`, model.getCellContent(sheet, row, column));
  }
  return contents;
}
