import fc from "fast-check";
import { reconcile, surveySources } from "../../src/engine";
import type { CellValue, ResultRow } from "../../src/engine";
import { connect, EmbeddedHost } from "../../src/host";
import { createRun, type Run } from "../../src/run";
import { ExcelGateway, readWorkbook, type ReadWorkbook } from "../../src/workbook";
import { paneOn } from "../commands/decisions-model";
import { anyLongUsage, longUsage, type LongUsage } from "../engine/layout/long-usage";
import { runOn, type OpenBook } from "./book";

const NOW = "2026-06-02T08:00:00Z";
const WIDTH = 36;
const IN_ORDER = Array.from({ length: WIDTH }, (_, i) => i);
const INVOICE = [
  ["Client", "Service", "Quantity", "Unit price", "Amount"],
  ["Contoso Ltd", "Microsoft 365 E3", 40, 30, 1200],
  ["Fabrikam GmbH", "Endpoint Backup", 12, 4, 48],
];

const written = (cell: CellValue): CellValue | { error: "#N/A" } =>
  cell !== null && typeof cell === "object" ? { error: "#N/A" } : cell;

/** A month whose usage is long; its last rows are hidden, which says nothing about them. */
async function monthOf({ rows }: LongUsage, isTable = false): Promise<OpenBook> {
  const host = EmbeddedHost.create();
  host.isCalculating = false;
  host.workbook.removeWorksheet(1);
  host.workbook.addWorksheet("Invoice").addRows(INVOICE);
  const usage = host.workbook.addWorksheet("Licences");
  usage.addRows(rows.map((row) => row.map(written)));
  for (let row = rows.length - 5; row <= rows.length; row += 1) usage.getRow(row).hidden = true;
  const [header = [], ...lines] = rows;
  if (isTable)
    usage.addTable({
      name: "tblUsage",
      ref: "A1",
      columns: header.map((cell) => ({ name: typeof cell === "string" ? cell : "" })),
      rows: lines.map((line) => line.map(written)),
    });
  return { host, gateway: new ExcelGateway(await connect(host)) };
}

/** All that a run finds in a workbook as it was read. */
function foundIn({ snapshot }: ReadWorkbook): unknown {
  return { survey: surveySources(snapshot), results: reconcile(snapshot, { now: NOW }) };
}

function unreadIn({ snapshot }: ReadWorkbook): number {
  return snapshot.sheets.find(({ name }) => name === "Licences")?.unread?.length ?? 0;
}

describe("reading a long usage sheet by the columns that matter", () => {
  it("finds what reading everything finds, in a first month and in one that was worked on", async () => {
    let narrow = 0;
    await fc.assert(
      fc.asyncProperty(
        anyLongUsage({ min: 1_150, max: 1_250 }, WIDTH),
        fc.boolean(),
        async (usage, isTable) => {
          const open = await monthOf(usage, isTable);
          for (const isAgain of [false, true]) {
            if (isAgain) await runOn(open, NOW);
            const less = await readWorkbook(open.gateway);
            expect(foundIn(less)).toEqual(foundIn(await readWorkbook(open.gateway, { isWhole: true })));
            narrow += unreadIn(less) > 0 ? 1 : 0;
          }
        },
      ),
      { numRuns: 5, seed: 20_261_127 },
    );
    expect(narrow).toBeGreaterThan(6);
  }, 180_000);

  it("takes as many calls for twice the rows, and bytes for the columns that matter only", async () => {
    const costs = [];
    for (const [height, width] of [
      [1_200, WIDTH],
      [2_400, WIDTH],
      [2_400, 2 * WIDTH],
    ] as const) {
      const { host, gateway } = await monthOf(longUsage(height, width, [], IN_ORDER));
      const read = await readWorkbook(gateway);
      const { requests, bytesOut } = host.counters;
      await readWorkbook(gateway, { isWhole: true });
      costs.push({ requests, bytesOut, unread: unreadIn(read), all: host.counters.bytesOut - bytesOut });
    }
    const [short, long, wide] = costs;
    expect(costs.map(({ unread }) => unread)).toEqual([WIDTH - 3, WIDTH - 3, 2 * WIDTH - 3]);
    expect(long?.requests).toBe(short?.requests);
    // 1,200 rows of three columns instead of 36, and of 72.
    const ofAllColumns = (long?.all ?? 0) / 2;
    expect((long?.bytesOut ?? 0) - (short?.bytesOut ?? 0)).toBeLessThan(ofAllColumns / 4);
    expect(wide?.bytesOut).toBeLessThan((wide?.all ?? 0) / 3);
  }, 60_000);

  it("reads rows again that stand elsewhere by the time they are read whole", async () => {
    const odd = [{ kind: "no product", at: 0.5, other: 0 }];
    const open = await monthOf(longUsage(1_200, WIDTH, odd, IN_ORDER));
    await readWorkbook(open.gateway);
    const last = open.host.counters.requests;
    open.host.beforeRequest = (coming) => {
      // The last request but one reads the row in doubt; after each call Excel is told to forget its ranges.
      if (coming !== 2 * last - 1) return;
      // Sorted: the row in doubt, which has no product, and the one below it change places.
      open.host.editCell("Licences", "B602", open.host.valueAt("Licences", "B603"));
      open.host.editCell("Licences", "B603", "");
    };
    const read = await readWorkbook(open.gateway);
    open.host.beforeRequest = null;
    expect(open.host.counters.requests).toBe(3 * last);
    expect(foundIn(read)).toEqual(foundIn(await readWorkbook(open.gateway, { isWhole: true })));
  }, 60_000);
});

function paneOf(book: OpenBook): Run {
  return createRun({
    workbook: paneOn(book, { iso: NOW }),
    clock: { now: () => NOW },
    engine: {
      recognise: (snapshot) => Promise.resolve(surveySources(snapshot)),
      reconcile: (snapshot, { layouts, now }) => Promise.resolve(reconcile(snapshot, { layouts, now })),
    },
  });
}

function resultsOf(run: Run): readonly ResultRow[] {
  const state = run.getState();
  if (state.status !== "reviewing") throw new Error(`The run is ${state.status}.`);
  return state.reconciliation.results;
}

const nameOf = ({ client, service }: ResultRow): string => `${client}, ${service}`;

/** What the results say of usage, by client and service. */
function usedIn(run: Run): Readonly<Record<string, number | null>> {
  return Object.fromEntries(resultsOf(run).map((row) => [nameOf(row), row.expectedQuantity]));
}

function outcomesOf(run: Run): Readonly<Record<string, string>> {
  return Object.fromEntries(resultsOf(run).map((row) => [nameOf(row), row.outcome]));
}

const CONTOSO = "Contoso Ltd, Microsoft 365 E3";

describe("a column that mattered to nobody", () => {
  it("is read once a person says that it holds the quantities, before and after that is written", async () => {
    const book = await monthOf(longUsage(1_200, WIDTH, [], IN_ORDER));
    const run = paneOf(book);
    await run.open();
    await run.reconcile();
    const before = usedIn(run)[CONTOSO];
    expect(before).toBeGreaterThan(0);
    // "Ring" holds the row modulo 4, and the first product stands on every fourth row.
    await run.setLayoutColumn("Licences", "quantity", 6);
    await run.reconcile();
    expect(usedIn(run)[CONTOSO]).toBe(0);
    await run.reconcile();
    expect(usedIn(run)[CONTOSO]).toBe(0);
    const read = await readWorkbook(book.gateway);
    expect(unreadIn(read)).toBe(WIDTH - 3);
  }, 60_000);

  it("is read for a rule that names it, and for the preview of such a rule", async () => {
    const book = await monthOf(longUsage(1_200, WIDTH, [], IN_ORDER));
    const run = paneOf(book);
    await run.open();
    await run.reconcile();
    const rules = (await readWorkbook(book.gateway)).snapshot.tables.tblRules?.rows ?? [];
    const row = rules.findIndex((cells) => cells.includes("Microsoft 365 E3"));
    const edit = { row, cells: { Service: "Microsoft 365 E3", Where: "Site=Site 1" } };
    const counted = Array.from({ length: 1_200 }, (_, row) => row)
      .filter((row) => Math.floor(row / 3) % 5 === 0 && row % 4 === 0 && row % 9 === 1)
      .reduce((sum, row) => sum + (row % 5), 0);
    const preview = await run.previewRule(edit);
    expect(preview?.issues).toEqual([]);
    const foretold = preview?.changed.map(({ client, service, to }) => [`${client}, ${service}`, to]) ?? [];
    expect(foretold.map(([name]) => name)).toContain(CONTOSO);
    expect(counted).toBeGreaterThan(0);
    await run.saveRule(edit);
    expect(outcomesOf(run)).toMatchObject(Object.fromEntries(foretold));
    expect(usedIn(run)[CONTOSO]).toBe(counted);
  }, 60_000);
});
