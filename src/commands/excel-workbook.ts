import { lineTextsIn, type TableGrid } from "../engine";
import { pause } from "../run";
import type { CellPlace, MappingChoice, QuantityUpdate, UpdateAnswer, WorkbookPort } from "../run";
import {
  changedMeanwhile,
  readWorkbook,
  removeAnnotations,
  WorkbookProblem,
  writeReconciliation,
  writeShared,
  writeSnapshotSheet,
} from "../workbook";
import type { ExcelGateway, ReadWorkbook } from "../workbook";
import { serialOf } from "../workbook/text";
import { changeQuantities } from "./change-quantities";
import { inspectUpdates, type KnownRows } from "./inspect-updates";
import { changeTable, type LiveTable } from "./own-table";

/** How the workbook's events reach a run; each returns how to stop. */
export type WorkbookEvents = Pick<WorkbookPort, "onSelection" | "onChanged">;

interface Options {
  readonly gateway: ExcelGateway;
  readonly events: WorkbookEvents;
  /** Who acts, for the log. */
  readonly who: string;
  /** UTC timestamp, ISO 8601. */
  readonly now: () => string;
}

/** The open workbook as the run sees it. */
export function createExcelWorkbook({ gateway, events, who, now }: Options): WorkbookPort {
  /** As it was read last, which is what a person sees; every run reads anew before it writes. */
  let last: ReadWorkbook | null = null;
  /** The rules as the pane shows them, to know a row again. */
  let rulesShown: TableGrid | null = null;

  const written = new WeakMap<QuantityUpdate, readonly string[]>();
  const known: KnownRows = {
    textsOf: (update) => written.get(update) ?? readTexts(last, update),
    remember: (update, texts) => {
      written.set(update, texts);
    },
  };

  const change = (updates: readonly QuantityUpdate[], action: "apply" | "put back"): Promise<UpdateAnswer> =>
    gateway.run((context) => changeQuantities(context, updates, action, { who, when: now() }, known));

  return {
    ...events,
    async readSnapshot({ signal, onProgress, isWhole = false }) {
      last = await readWorkbook(gateway, {
        signal,
        isWhole,
        onProgress: (done, total) => {
          onProgress({ phase: "reading", done, total });
        },
      });
      return last.snapshot;
    },
    async write(reconciliation, { signal, onProgress }) {
      last ??= await readWorkbook(gateway, { signal });
      await writeReconciliation(gateway, last, reconciliation, {
        who,
        signal,
        pause,
        onProgress: (done, total) => {
          onProgress({ phase: "writing", done, total });
        },
      });
    },
    removeAnnotations: () => removeAnnotations(gateway).then(() => undefined),
    writeSnapshot: (grid) => writeSnapshotSheet(gateway, grid),
    selectCell: (place) => gateway.run((context) => select(context, place)),
    checkUpdates: (updates) =>
      gateway.run(async (context) =>
        (await inspectUpdates(context, updates, "apply", known)).map(({ why }) => why),
      ),
    applyUpdates: (updates) => change(updates, "apply"),
    putBack: (updates) => change(updates, "put back"),
    writeDecisions: (keys, { decision, reason, expires, owner, note }) =>
      gateway.run((context) =>
        changeTable(context, "tblDiscrepancies", ["Key"], (table) => {
          const rows = Array.from({ length: table?.rowCount ?? 0 }, (_, row) => row);
          const rowOf = new Map(rows.map((at) => [table?.text(at, "Key") ?? "", at]));
          // All or none: a decision that is only half there would be looked for in vain.
          if (table === null || keys.some((key) => !rowOf.has(key))) {
            throw new WorkbookProblem(
              "NoRow",
              "tblDiscrepancies no longer lists this result. Reconcile again.",
            );
          }
          const date = /^\d{4}-\d{2}-\d{2}$/.test(expires) ? serialOf(expires) : expires;
          const cells = { Decision: decision, Reason: reason, Expires: date, Owner: owner, Note: note };
          for (const key of keys) {
            for (const [header, value] of Object.entries(cells))
              table.set(rowOf.get(key) ?? 0, header, value);
          }
          return table;
        }),
      ),
    async readTable(name) {
      const table = (await readWorkbook(gateway)).snapshot.tables[name] ?? null;
      if (name === "tblRules") rulesShown = table;
      return table;
    },
    writeRule: ({ row, cells }) =>
      gateway.run((context) =>
        changeTable(context, "tblRules", RULE_NAMES, (table) => {
          if (table === null) {
            throw new WorkbookProblem(
              "NoTable",
              "The Rules sheet is gone. Reconcile again, then save the rule.",
            );
          }
          const at = row === null ? table.append({}) : ruleRow(table, row, rulesShown);
          for (const [header, text] of Object.entries(cells)) {
            table.set(at, header, /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
          }
          return table;
        }),
      ),
    share: (request) => writeShared(gateway, request),
    writeMappings: (choices) => gateway.run((context) => map(context, choices)),
  };
}

async function select(context: Excel.RequestContext, { sheet, row, column }: CellPlace): Promise<void> {
  const worksheet = context.workbook.worksheets.getItem(sheet);
  worksheet.activate();
  const cell = worksheet.getRangeByIndexes(row, column ?? 0, 1, 1);
  (column === null ? cell.getEntireRow() : cell).select();
  await context.sync();
}

/** What tells rules apart. */
const RULE_NAMES = ["Service", "Client"] as const;

/** Where a rule stands now that was shown in a row: rows may have moved since. @throws WorkbookProblem */
function ruleRow(table: LiveTable, row: number, shown: TableGrid | null): number {
  if (shown === null) return row;
  const was = RULE_NAMES.map((name) => {
    const column = shown.headers.findIndex((header) => header.trim().toLowerCase() === name.toLowerCase());
    const cell = shown.rows[row]?.[column] ?? "";
    return typeof cell === "object" ? cell.error : String(cell).trim();
  });
  const isIt = (at: number): boolean => RULE_NAMES.every((name, i) => table.text(at, name) === was[i]);
  if (isIt(row)) return row;
  const rows = Array.from({ length: table.rowCount }, (_, at) => at).filter(isIt);
  const [only, another] = rows;
  if (only === undefined || another !== undefined) throw changedMeanwhile(["tblRules"]);
  return only;
}

const MAPPINGS = {
  client: { name: "tblClientMap", from: "Source client", to: "Client" },
  product: { name: "tblServiceMap", from: "Source product", to: "Service" },
} as const;

async function map(context: Excel.RequestContext, choices: readonly MappingChoice[]): Promise<void> {
  for (const kind of ["client", "product"] as const) {
    const { name, from, to } = MAPPINGS[kind];
    const chosen = choices.filter((choice) => choice.kind === kind);
    if (chosen.length === 0) continue;
    await changeTable(context, name, ["Source", from], (table) => {
      if (table === null) {
        throw new WorkbookProblem("NoTable", "The Mappings sheet is gone. Reconcile again, then confirm.");
      }
      for (const choice of chosen) {
        const rows = Array.from({ length: table.rowCount }, (_, row) => row);
        const row =
          rows.find(
            (at) => table.text(at, "Source") === choice.source && table.text(at, from) === choice.name,
          ) ?? table.append({ Source: choice.source, [from]: choice.name });
        table.set(row, to, choice.to);
        table.set(row, "Status", choice.to === "" ? "ignored" : "confirmed");
      }
      return table;
    });
  }
}

/** The texts of an update's row as the workbook was read last. */
function readTexts(read: ReadWorkbook | null, { cell }: QuantityUpdate): readonly string[] | null {
  const grid = read?.snapshot.sheets.find(({ name }) => name === cell.sheet);
  return grid === undefined || grid.area === null ? null : lineTextsIn(grid, cell.row);
}
