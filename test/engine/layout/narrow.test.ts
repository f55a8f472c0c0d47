import fc from "fast-check";
import {
  HEAD_ROWS,
  narrowSource,
  reconcile,
  surveySources,
  TAIL_ROWS,
  type OwnTables,
  type SheetGrid,
} from "../../../src/engine";
import { extractRecords, recogniseSources } from "../../../src/engine/layout";
import { sheetOf, tableOf } from "./grid";
import { anyLongUsage, longUsage, ODD, type LongUsage } from "./long-usage";

const WIDTH = 14;
const IN_ORDER = Array.from({ length: WIDTH }, (_, i) => i);
const INVOICE = sheetOf("Invoice", [
  ["Client", "Service", "Quantity", "Unit price", "Amount"],
  ["Contoso Ltd", "Microsoft 365 E3", 40, 30, 1200],
  ["Fabrikam GmbH", "Endpoint Backup", 12, 4, 48],
]);

const usageOf = ({ rows }: LongUsage): SheetGrid => sheetOf("Licences", rows);

/** The sheet as it is read by columns; `null` where all are needed. */
function narrowed(sheet: SheetGrid, tables: OwnTables = {}): SheetGrid | null {
  const last = sheet.values.length - TAIL_ROWS;
  const isEnd = (row: number): boolean => row < HEAD_ROWS || row >= last;
  const ends = { ...sheet, values: sheet.values.map((row, r) => (isEnd(r) ? row : [])) };
  const narrowing = narrowSource(ends, tables);
  if (narrowing === null) return null;
  const { columns, wholeRows } = narrowing;
  const read = (whole: ReadonlySet<number>): SheetGrid => ({
    ...sheet,
    values: sheet.values.map((row, r) =>
      isEnd(r) || whole.has(r) ? row : row.map((cell, c) => (columns.includes(c) ? cell : null)),
    ),
  });
  const all = sheet.values[0]?.map((_, c) => c) ?? [];
  return {
    ...read(new Set(wholeRows(read(new Set())))),
    unread: all.filter((column) => !columns.includes(column)),
  };
}

/** All that a run finds. */
function foundIn(sheet: SheetGrid, tables: OwnTables = {}): unknown {
  const sheets = [INVOICE, sheet];
  const survey = surveySources({ sheets, tables });
  const layout = survey.layouts.find(({ sheet: name }) => name === sheet.name);
  if (layout === undefined) throw new Error("Nothing was recognised.");
  const { usage, rejected, readRows } = extractRecords(sheet, layout);
  const records = usage.map(({ client, product, sku, item, row, quantity, date }) => ({
    ...{ client, product, sku, item, row, date },
    quantity: quantity?.toString(),
  }));
  return {
    survey,
    records,
    rejected,
    readRows,
    results: reconcile({ sheets, tables }, { now: "2026-06-02T08:00:00Z", layouts: survey.layouts }),
  };
}

describe("a long usage sheet that is read in the columns that matter", () => {
  it("gives what the whole sheet gives, whatever rows stand in it", () => {
    let narrow = 0;
    fc.assert(
      fc.property(anyLongUsage({ min: 1_100, max: 1_300 }, WIDTH), fc.boolean(), (usage, isTable) => {
        const bare = usageOf(usage);
        const sheet = isTable
          ? { ...bare, tables: [tableOf("tblUsage", 0, bare.values.length - 1, WIDTH)] }
          : bare;
        const less = narrowed(sheet);
        if (less === null) return;
        narrow += 1;
        expect(foundIn(less)).toEqual(foundIn(sheet));
      }),
      { numRuns: 30, seed: 20_261_127 },
    );
    expect(narrow).toBeGreaterThan(20);
  }, 120_000);

  it.each(Object.keys(ODD))("gives what the whole sheet gives with this in the middle: %s", (kind) => {
    const others = Array.from({ length: WIDTH - 3 }, (_, i) => i);
    const planted = others.map((other) => ({ kind, at: 0.5 + other / 100, other }));
    const sheet = usageOf(longUsage(1_200, WIDTH, planted, IN_ORDER));
    const less = narrowed(sheet);
    expect(less?.unread?.length).toBeGreaterThan(6);
    if (less !== null) expect(foundIn(less)).toEqual(foundIn(sheet));
  });

  it("keeps a line whose remark is a word for a total, where neither its head nor its tail shows one there", () => {
    const kind = "word for a total in another column of a line";
    const skippedAt = (...places: readonly number[]): readonly number[] => {
      const planted = places.map((at) => ({ kind, at, other: 1 }));
      const [layout] = recogniseSources([usageOf(longUsage(1_200, WIDTH, planted, IN_ORDER))]);
      return [...(layout?.skippedRows.keys() ?? [])];
    };
    expect(skippedAt(0.5)).toEqual([]);
    expect(skippedAt(0.1, 0.5)).toEqual([121, 601]);
    expect(skippedAt(0.5, 0.99)).toEqual([601, 1_189]);
  });

  it("is read in the columns that rules name and those that tell of commitments as well", () => {
    const { rows } = longUsage(1_200, WIDTH, [], IN_ORDER);
    const [header = [], ...lines] = rows;
    const sheet = sheetOf("Licences", [header.map((cell) => (cell === "Colour" ? "Term" : cell)), ...lines]);
    const rules = {
      name: "tblRules",
      sheet: "Rules",
      firstRow: 1,
      firstColumn: 0,
      headers: ["Service", "Count", "Where"],
      rows: [["Endpoint Backup", "distinct:Tag", "Site=Site 4"]],
    };
    const unreadOf = (tables: OwnTables): readonly unknown[] =>
      (narrowed(sheet, tables)?.unread ?? []).map((column) => sheet.values[0]?.[column]);
    expect(unreadOf({})).toEqual(expect.arrayContaining(["Tag", "Site"]));
    expect(unreadOf({})).not.toContain("Term");
    const under = unreadOf({ tblRules: rules });
    expect(under).toContain("Region");
    expect(["Tag", "Site", "Term"].filter((header) => under.includes(header))).toEqual([]);
  });

  it("answers nothing for a column that was not read", () => {
    const sheet = narrowed(usageOf(longUsage(1_200, WIDTH, [], IN_ORDER)));
    if (sheet === null) throw new Error("All columns were read.");
    const [layout] = recogniseSources([sheet]);
    if (layout === undefined) throw new Error("Nothing was recognised.");
    const [record] = extractRecords(sheet, layout).usage;
    expect(record?.attribute("Customer")).toBe("Contoso Ltd");
    expect(() => record?.attribute("Region")).toThrow(/Column "Region" of "Licences" was not read/);
  });

  const HEADED: Readonly<Record<string, readonly string[]>> = {
    "what is billed": ["Client", "Service", "Quantity", "Unit price", "Amount"],
    "usage with prices, which may be an invoice": [
      "Customer",
      "Product",
      "Seats used",
      "Unit price",
      "Amount",
    ],
    "rows without clients": ["Machine", "Product", "Assigned licenses", "Ring", "Colour"],
    "services across": ["Customer", "Backup", "Antivirus", "Archive", "Server"],
  };

  it.each(Object.keys(HEADED))("is read whole where columns are not enough: %s", (kind) => {
    const headers = HEADED[kind] ?? [];
    const isAcross = kind === "services across";
    const lines = Array.from({ length: 1_200 }, (_, row) => [
      kind === "rows without clients" ? row % 6 : `Client ${Math.floor(row / 4)}`,
      isAcross ? row % 3 : `Product ${row % 4}`,
      ...[row % 5, row % 7, (row % 5) * (row % 7)],
    ]);
    expect(narrowed(sheetOf("Licences", [headers, ...lines]))).toBeNull();
  });

  it("is read whole where clients are headings, and where it is short", () => {
    const usage = longUsage(1_200, WIDTH, [], IN_ORDER);
    const headed = usage.rows.map((row, r) =>
      r % 4 === 1 ? [row[0] ?? null] : row.map((cell, c) => (c === 0 && r > 0 ? null : cell)),
    );
    expect(narrowed(sheetOf("Licences", headed))).toBeNull();
    expect(narrowed(usageOf(longUsage(1_000, WIDTH, [], IN_ORDER)))).toBeNull();
  });
});
