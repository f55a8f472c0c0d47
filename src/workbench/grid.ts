import { columnNameFromNumber } from "@ironcalc/wasm";
import { Model } from "@ironcalc/workbook";
import type { RemoteHost } from "../host/browser";
import type { Run } from "../run";
import { followEdits, type EditedHost } from "./grid-edits";
import type { GridPicture } from "./grid-picture";
import type { WorkbenchCalls } from "./host-worker";

type Selection = GridPicture["selection"];

/** The grid's model, numbered: it repaints on its own events only, so another model needs another grid. */
export interface GridState {
  /** `null` where the workbook is too large to be drawn. */
  readonly model: Model | null;
  readonly number: number;
  /** True while the workbook holds what is not shown yet. */
  readonly isBehind: boolean;
}

/** What the page shows of the workbook beside the pane. */
export interface Grid {
  /** Another state after the add-in changed the workbook. */
  readonly getState: () => GridState;
  /** A remark for the person, blank when there is none. */
  readonly getRemark: () => string;
  readonly subscribe: (listener: () => void) => () => void;
  /** Tells the add-in what is selected in the grid, when that changed. */
  readonly followSelection: () => void;
}

/** Requests come in bursts: the grid is made anew once they have been answered. */
const BURST_MS = 30;

/**
 * A grid of the workbook as it stands, which follows what the add-in changes and tells the host what a person does.
 * @param remark What is said of the workbook from the start, blank for nothing.
 */
export async function createGrid(host: RemoteHost<WorkbenchCalls>, run: Run, remark: string): Promise<Grid> {
  const { calls } = host;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const say = (message: string): void => {
    remark = message;
    tell();
  };
  let acts = 0;
  const edited =
    <K extends keyof EditedHost>(name: K) =>
    (...args: Parameters<EditedHost[K]>): void => {
      acts += 1;
      const call = calls[name] as (...all: typeof args) => Promise<void>;
      call(...args).catch((error: unknown) => {
        say(error instanceof Error ? error.message : String(error));
      });
    };
  const editedHost: EditedHost = {
    addSheet: edited("addSheet"),
    deleteSheet: edited("deleteSheet"),
    editCell: edited("editCell"),
    insertRows: edited("insertRows"),
    renameSheet: edited("renameSheet"),
  };
  const modelOf = ({ bytes, sizes }: GridPicture): Model | null => {
    if (bytes === null) return null;
    const model = Model.from_bytes(bytes, "en");
    followEdits(model, editedHost, sizes, say);
    return model;
  };
  const first = await calls.picture();
  let { selection } = first;
  let state: GridState = { model: modelOf(first), number: nextGrid(), isBehind: false };
  const set = (next: GridState): void => {
    state = next;
    tell();
  };
  /** Shows a model with the sheet and cell that are selected in the workbook. */
  const show = (model: Model | null, isBehind: boolean): void => {
    if (model !== null && state.model !== null) restoreView(model, viewOf(state.model), selection);
    set({ model, number: nextGrid(), isBehind });
  };
  let changes = 0;
  let isAwaited = false;
  const refresh = async (): Promise<void> => {
    // While a run writes, the grid would be made anew time and again, by the worker that has to answer the run.
    if (isAwaited || !state.isBehind || "progress" in run.getState()) return;
    isAwaited = true;
    await new Promise((resolve) => setTimeout(resolve, BURST_MS));
    const [seenChanges, seenActs] = [changes, acts];
    const picture = await calls.picture();
    isAwaited = false;
    // What a person did meanwhile is not in the picture.
    if (acts === seenActs) {
      ({ selection } = picture);
      show(modelOf(picture), changes !== seenChanges);
    }
    await refresh();
  };
  host.onChanged = (change) => {
    if (change.kind === "document") {
      changes += 1;
      if (!state.isBehind) set({ ...state, isBehind: true });
      void refresh();
    } else {
      ({ selection } = change);
      show(state.model, state.isBehind);
    }
  };
  run.subscribe(() => void refresh());
  return {
    getState: () => state,
    getRemark: () => remark,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    followSelection: () => {
      if (state.model === null) return;
      const { sheet, address, row, column } = viewOf(state.model);
      const { firstRow, firstColumn } = selection.area;
      if (selection.sheet === sheet && firstRow === row - 1 && firstColumn === column - 1) return;
      const area = { firstRow: row - 1, lastRow: row - 1, firstColumn: column - 1, lastColumn: column - 1 };
      selection = { sheet, area };
      acts += 1;
      void calls.select(sheet, address);
    },
  };
}

let grids = 0;

/** Numbers grids over all workbooks that the page has opened. */
function nextGrid(): number {
  grids += 1;
  return grids;
}

/** What the grid shows: the sheet in front, its selected cell and the cell at the top left. */
interface View {
  readonly sheet: string;
  readonly address: string;
  readonly row: number;
  readonly column: number;
  readonly top: number;
  readonly left: number;
}

function viewOf(model: Model): View {
  const { sheet, row, column, top_row: top, left_column: left } = model.getSelectedView();
  const name = model.getWorksheetsProperties()[sheet]?.name ?? "";
  return { sheet: name, address: `${columnNameFromNumber(column)}${row}`, row, column, top, left };
}

/** Rows and columns that stay visible before a cell that the add-in selected. */
const CONTEXT = { rows: 4, columns: 2 };

/** Shows the sheet and cell that are selected in the workbook, where they were on the screen if they still are. */
function restoreView(model: Model, before: View, selection: Selection): void {
  const index = model.getWorksheetsProperties().findIndex(({ name }) => name === selection.sheet);
  if (index < 0) return;
  const { firstRow, firstColumn } = selection.area;
  const [row, column] = [firstRow + 1, firstColumn + 1];
  model.setSelectedSheet(index);
  model.setSelectedCell(row, column);
  const isUnmoved =
    before.sheet === selection.sheet && before.address === `${columnNameFromNumber(column)}${row}`;
  if (isUnmoved) model.setTopLeftVisibleCell(before.top, before.left);
  else model.setTopLeftVisibleCell(Math.max(1, row - CONTEXT.rows), Math.max(1, column - CONTEXT.columns));
}
