import type { Decision, Reconciliation, ResultRow, SourceLayout, TableGrid } from "../../src/engine/records";
import type { ShareRequest } from "../../src/engine";
import type { CellPlace, ReconcileRequest, RunPorts, UpdateAnswer } from "../../src/run";

const DECISION = { decision: "", reason: "", expires: "", owner: "", note: "" };

/** A result that is underbilled by 4: billed 38, used 42, on sheet Invoice row 1. */
export function resultRow(over: Partial<ResultRow> = {}): ResultRow {
  const client = over.client ?? "Northwind";
  const service = over.service ?? "Microsoft 365";
  return {
    key: `${client}|${service}`.toLowerCase(),
    client,
    service,
    outcome: "underbilled",
    billedQuantity: 38,
    expectedQuantity: 42,
    difference: 4,
    tolerance: 0,
    unitPrice: 20,
    months: 1,
    currency: "USD",
    impact: 80,
    billedCells: [
      {
        sheet: "Invoice",
        row: 1,
        column: 2,
        client,
        service,
        quantity: 38,
        isNumeric: true,
        isReversed: false,
      },
    ],
    sources: ["Usage"],
    evidence: [{ sheet: "Usage", rows: [1, 2] }],
    why: "42 active; billed 38 → underbilled 4",
    steps: [],
    flags: [],
    decision: DECISION,
    firstSeen: "2026-11-01",
    change: "new",
    ...over,
  };
}

export const LAYOUT: SourceLayout = {
  name: "Invoice",
  sheet: "Invoice",
  role: "billed",
  area: null,
  headerRow: 0,
  columns: { client: 0, quantity: 2 },
  headers: new Map([
    [0, "Client"],
    [2, "Qty"],
    [3, "Seats"],
  ]),
  countsRows: false,
  crosstab: null,
  clientPlacement: "row",
  clientColumn: null,
  skippedRows: new Map(),
  confidence: 0.9,
  reasons: [],
};

const USAGE_LAYOUT: SourceLayout = { ...LAYOUT, name: "Usage", sheet: "Usage", role: "usage" };

export function reconciliation(results: readonly ResultRow[]): Reconciliation {
  return {
    period: { start: "2026-11-01", end: "2026-12-01" },
    ranAt: "2026-11-23T12:00:00Z",
    sources: [],
    results,
    unmapped: [
      {
        kind: "client",
        source: "Usage",
        name: "NWind Ltd",
        rows: 3,
        quantity: 7,
        suggestions: [{ to: "Northwind", score: 0.82, why: "Shares the word wind." }],
      },
    ],
    rejected: [],
    tableIssues: [],
    proposals: [],
    newRuleServices: [],
    totals: { USD: { underbilled: 80, overbilled: 0 } },
    complete: true,
    completeness: "All 12 rows are counted exactly once.",
    log: [],
  };
}

/** Ports in memory that record every write; `answer` is what updates get, all written when it is null. */
export function memoryPorts(
  results: readonly ResultRow[] = [resultRow()],
  more: Partial<Reconciliation> = {},
) {
  const calls: string[] = [];
  const requests: ReconcileRequest[] = [];
  const decisions: Decision[] = [];
  const shared: ShareRequest[] = [];
  const listeners = { selection: [] as ((place: CellPlace) => void)[], changed: [] as (() => void)[] };
  const settings: {
    answer: UpdateAnswer | null;
    fail: string | null;
    hold: Promise<void> | null;
    table: TableGrid | null;
    refusal: string | null;
  } = {
    refusal: null,
    table: null,
    answer: null,
    fail: null,
    hold: null,
  };
  const call = async (name: string): Promise<void> => {
    if (settings.fail === name) throw new Error("The sheet is protected. Unprotect it and try again.");
    calls.push(name);
    await Promise.resolve();
  };
  const ports: RunPorts = {
    clock: { now: () => "2026-11-23T12:00:00Z" },
    engine: {
      recognise: () =>
        Promise.resolve({
          layouts: [LAYOUT, USAGE_LAYOUT],
          period: null,
          figures: [{ name: "Invoice", rows: 12, rejected: 1, quantity: 450, amounts: { USD: 9900 } }],
        }),
      reconcile: async (_, request) => {
        requests.push(request);
        await settings.hold;
        return { ...reconciliation(results), ...more };
      },
    },
    workbook: {
      readSnapshot: async () => {
        await call("read");
        return { sheets: [], tables: {} };
      },
      write: () => call("write"),
      writeSnapshot: async ({ name }) => {
        await call(`snapshot ${name}`);
        return name;
      },
      removeAnnotations: () => call("remove"),
      selectCell: ({ sheet, row, column }) => call(`select ${sheet} ${String(row)} ${String(column)}`),
      checkUpdates: (updates) => Promise.resolve(updates.map(() => settings.refusal)),
      applyUpdates: async (updates) => {
        await call(`apply ${updates.map(({ newQuantity }) => newQuantity).join(", ")}`);
        return settings.answer ?? { written: updates, refused: [] };
      },
      putBack: async (updates) => {
        await call(`put back ${updates.map(({ oldQuantity }) => oldQuantity).join(", ")}`);
        return settings.answer ?? { written: updates, refused: [] };
      },
      writeDecisions: (keys, decision) => {
        decisions.push(decision);
        return call(`decide ${keys.join(", ")} ${decision.decision}`);
      },
      readTable: async (name) => {
        await call(`table ${name}`);
        return settings.table;
      },
      share: async (request) => {
        await call(`share ${request.kind}`);
        shared.push(request);
        return { sheet: request.kind, remarks: [] };
      },
      writeRule: ({ row, cells }) => call(`rule ${String(row)} ${JSON.stringify(cells)}`),
      writeMappings: (choices) => call(`map ${choices.map((it) => `${it.name}>${it.to}`).join()}`),
      onSelection: (listener) => {
        listeners.selection.push(listener);
        return () => listeners.selection.splice(0);
      },
      onChanged: (listener) => {
        listeners.changed.push(listener);
        return () => listeners.changed.splice(0);
      },
    },
  };
  return { ports, calls, requests, decisions, shared, listeners, settings };
}
