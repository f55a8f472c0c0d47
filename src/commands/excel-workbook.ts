import { lineTextsIn } from "../engine";
import type { CellPlace, MappingChoice, QuantityUpdate, UpdateAnswer, WorkbookPort } from "../run";
import {
  readWorkbook,
  removeAnnotations,
  WorkbookProblem,
  writeReconciliation,
  writeShared,
  writeSnapshotSheet,
} from "../workbook";
import type { ExcelGateway, ReadWorkbook } from "../workbook";
import { serialOf } from "../workbook/text";
import { openTable } from "./own-table";
import { changeQuantities } from "./change-quantities";
import { inspectUpdates, type KnownRows } from "./inspect-updates";

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
  let last: ReadWorkbook | null = null;

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
    async readSnapshot({ signal, onProgress }) {
      last = await readWorkbook(gateway, {
        signal,
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
        onProgress: (done, total) => {
          onProgress({ phase: "writing", done, total });
        },
      });
      // The sheets and tables of a first run exist from now on.
      last = await readWorkbook(gateway);
    },
    async removeAnnotations() {
      await removeAnnotations(gateway);
      last = await readWorkbook(gateway);
    },
    writeSnapshot: (grid) => writeSnapshotSheet(gateway, grid),
    selectCell: (place) => gateway.run((context) => select(context, place)),
    checkUpdates: (updates) =>
      gateway.run(async (context) =>
        (await inspectUpdates(context, updates, "apply", known)).map(({ why }) => why),
      ),
    applyUpdates: (updates) => change(updates, "apply"),
    putBack: (updates) => change(updates, "put back"),
    writeDecisions: (keys, { decision, reason, expires, owner, note }) =>
      gateway.run(async (context) => {
        const table = await openTable(context, "tblDiscrepancies", 0);
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
          for (const [header, value] of Object.entries(cells)) table.set(rowOf.get(key) ?? 0, header, value);
        }
        await context.sync();
      }),
    readTable: async (name) => (await readWorkbook(gateway)).snapshot.tables[name] ?? null,
    writeRule: ({ row, cells }) =>
      gateway.run(async (context) => {
        const table = await openTable(context, "tblRules", row === null ? 1 : 0);
        if (table === null) {
          throw new WorkbookProblem(
            "NoTable",
            "The Rules sheet is gone. Reconcile again, then save the rule.",
          );
        }
        const at = row ?? table.append({});
        for (const [header, text] of Object.entries(cells)) {
          table.set(at, header, /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
        }
        await context.sync();
      }),
    async share(request) {
      const answer = await writeShared(gateway, request);
      last = await readWorkbook(gateway);
      return answer;
    },
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

async function map(context: Excel.RequestContext, choices: readonly MappingChoice[]): Promise<void> {
  const tables = {
    client: {
      table: await openTable(context, "tblClientMap", choices.length),
      from: "Source client",
      to: "Client",
    },
    product: {
      table: await openTable(context, "tblServiceMap", choices.length),
      from: "Source product",
      to: "Service",
    },
  };
  for (const choice of choices) {
    const { table, from, to } = tables[choice.kind];
    if (table === null) {
      throw new WorkbookProblem("NoTable", "The Mappings sheet is gone. Reconcile again, then confirm.");
    }
    const rows = Array.from({ length: table.rowCount }, (_, row) => row);
    const row =
      rows.find((at) => table.text(at, "Source") === choice.source && table.text(at, from) === choice.name) ??
      table.append({ Source: choice.source, [from]: choice.name });
    table.set(row, to, choice.to);
    table.set(row, "Status", choice.to === "" ? "ignored" : "confirmed");
  }
  await context.sync();
}

/** The texts of an update's row as the workbook was read last. */
function readTexts(read: ReadWorkbook | null, { cell }: QuantityUpdate): readonly string[] | null {
  const grid = read?.snapshot.sheets.find(({ name }) => name === cell.sheet);
  return grid === undefined || grid.area === null ? null : lineTextsIn(grid, cell.row);
}
