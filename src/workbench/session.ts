import type { Model } from "@ironcalc/workbook";
import { columnNameFromNumber } from "@ironcalc/wasm";
import {
  createConnectedSystems,
  createExcelEvents,
  createExcelWorkbook,
  type BrowserSignIn,
} from "../commands";
import { connectInBrowser, EmbeddedHost, findLosses } from "../host/browser";
import {
  createConnections,
  createRun,
  createUsageFiles,
  createWorkerEngine,
  type Connections,
  type Run,
  type UsageFiles,
} from "../run";
import { ExcelGateway } from "../workbook";
import { followEdits } from "./grid-edits";
import { gridModelOf } from "./grid-model";

/** The grid's model, numbered: it repaints on its own events only, so another model needs another grid. */
export interface GridState {
  readonly model: Model;
  readonly number: number;
}

/** One open workbook: its host, the add-in's run on it, and what the grid shows of it. */
export interface Session {
  readonly name: string;
  readonly run: Run;
  readonly connections: Connections;
  readonly usageFiles: UsageFiles;
  /** What the grid shows; another one after the add-in changed the workbook. */
  readonly getGrid: () => GridState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Tells the add-in what is selected in the grid, when that changed. */
  readonly followSelection: () => void;
  /** A remark for the person, blank when there is none. */
  readonly getRemark: () => string;
  readonly save: () => Promise<Uint8Array>;
}

/** Opens a workbook file with the add-in on it. @throws UnreadableWorkbook */
export async function openSession(name: string, bytes: Uint8Array): Promise<Session> {
  const losses = await findLosses(bytes);
  const host = await EmbeddedHost.open(bytes);
  const gateway = new ExcelGateway(connectInBrowser(host));
  const now = (): string => new Date().toISOString();
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const lost = losses.map(({ what, count }) => `${count} ${what}${count === 1 ? "" : "s"}`).join(", ");
  let remark = lost === "" ? "" : `${name} holds ${lost}: not shown, and not in the download.`;
  const makeModel = (): Model => {
    const made = gridModelOf(host);
    followEdits(made, host, (message) => {
      remark = message;
      tell();
    });
    return made;
  };
  let grid: GridState = { model: makeModel(), number: nextGrid() };
  let isStale = false;
  // Requests come in bursts: the grid is made anew once they have been answered.
  host.onChanged = () => {
    if (isStale) return;
    isStale = true;
    setTimeout(() => {
      isStale = false;
      const view = viewOf(grid.model);
      grid = { model: makeModel(), number: nextGrid() };
      restoreView(grid.model, view, host);
      tell();
    }, 30);
  };
  // For automated checks of the page: the workbook behind the grid, whose cells are drawn and not in the page.
  Object.assign(globalThis, { embeddedHost: host });
  const workbook = createExcelWorkbook({
    gateway,
    events: createExcelEvents(gateway),
    who: "Task pane",
    now,
  });
  // `npm start -- --connected` opens the page with the relay that it started.
  const query = new URLSearchParams(location.search);
  const relayAddress = query.get("relay") ?? "";
  const microsoftAddress = query.get("microsoft");
  const port = createConnectedSystems({
    relayAddress,
    now,
    signIn: microsoftAddress === null ? null : simulatorSignIn(microsoftAddress),
    ...(microsoftAddress === null ? {} : { microsoftAddress }),
  });
  const connections = createConnections({ port, workbook, clock: { now } });
  const usageFiles = createUsageFiles();
  return {
    name,
    connections,
    usageFiles,
    run: createRun({
      workbook,
      engine: createWorkerEngine(() => new Worker(new URL("../run/worker/main.ts", import.meta.url))),
      clock: { now },
      connected: () => connections.sources(),
      files: () => usageFiles.get(),
    }),
    getGrid: () => grid,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    followSelection: () => {
      const { sheet, address } = viewOf(grid.model);
      const { selection } = host;
      const isSame =
        selection.sheet === sheet &&
        address === `${columnNameFromNumber(selection.area.firstColumn + 1)}${selection.area.firstRow + 1}`;
      if (!isSame) host.select(sheet, address);
    },
    getRemark: () => remark,
    save: () => host.save(),
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
  readonly top: number;
  readonly left: number;
}

function viewOf(model: Model): View {
  const { sheet, row, column, top_row: top, left_column: left } = model.getSelectedView();
  const name = model.getWorksheetsProperties()[sheet]?.name ?? "";
  return { sheet: name, address: `${columnNameFromNumber(column)}${row}`, top, left };
}

/** Rows and columns that stay visible before a cell that the add-in selected. */
const CONTEXT = { rows: 4, columns: 2 };

/** Shows the sheet and cell that are selected in the workbook, where they were on the screen if they still are. */
function restoreView(model: Model, before: View, { selection }: EmbeddedHost): void {
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

/** Signs in at a simulator of Microsoft 365, which gives anybody a token of any tenant. */
function simulatorSignIn(address: string): BrowserSignIn {
  return {
    async tokenFor(_, account) {
      const reply = await fetch(new URL(`/token/${account === "" ? "own" : account}`, address), {
        method: "POST",
      });
      return ((await reply.json()) as { readonly access_token: string }).access_token;
    },
  };
}
