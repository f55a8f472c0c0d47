import fc from "fast-check";
import {
  askedHeaders,
  DuplicateSource,
  reconcile,
  type CellValue,
  type OwnTables,
  type Reconciliation,
  type SheetGrid,
} from "../../../src/engine";
import { readUsageFile } from "../../../src/run/files/read-usage-file";
import { csvOf, streamOf } from "./streams";

type Rows = readonly (readonly CellValue[])[];

const NOW = "2026-06-02T08:00:00Z";
const MAY = { start: "2026-05-01", end: "2026-06-01" };

function sheet(name: string, values: Rows): SheetGrid {
  const lastColumn = Math.max(...values.map((row) => row.length)) - 1;
  return {
    name,
    area: { firstRow: 0, firstColumn: 0, lastRow: values.length - 1, lastColumn },
    values,
    formats: [],
    tables: [],
    merges: [],
    isHidden: false,
  };
}

const INVOICE = sheet("Invoice", [
  ["Client", "Service", "Quantity", "Unit price", "Amount"],
  ["Acme Dental", "M365 Premium", 12, 20, 240],
  ["Acme Dental", "Backup", 3.5, 5, 17.5],
  ["Bolt & Sons", "M365 Premium", 4, 20, 80],
  ["Café Nord", "EDR", 9, 3, 27],
]);

function rulesOf(...rows: readonly Readonly<Record<string, CellValue>>[]): OwnTables {
  const headers = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => headers.map((header) => row[header] ?? null));
  return {
    tblRules: { name: "tblRules", sheet: "Rules", firstRow: 1, firstColumn: 0, headers, rows: cells },
  };
}

/** The usage rows as a sheet of the workbook, and as a file beside it; what names the file is named as the sheet. */
async function both(usage: Rows, tables: OwnTables = {}): Promise<readonly [Reconciliation, Reconciliation]> {
  const options = { now: NOW, period: MAY };
  const asSheet = reconcile({ sheets: [INVOICE, sheet("Vendor usage", usage)], tables }, options);
  const file = await readUsageFile(streamOf(csvOf(usage)), "Vendor usage.csv", askedHeaders(tables));
  const asFile = reconcile({ sheets: [INVOICE], tables }, { ...options, files: [file] });
  return [
    asSheet,
    JSON.parse(textOf(asFile).replaceAll("Vendor usage.csv", "Vendor usage")) as Reconciliation,
  ];
}

/** As text, with the row numbers of a file listed like those of a sheet. */
function textOf(reconciliation: Reconciliation): string {
  return JSON.stringify(reconciliation, (_, value: unknown) =>
    value instanceof Int32Array ? [...value] : value,
  );
}

/**
 * Everything that a person is told, without the layout, for a row with two faults without which is named, and without what each
 * row behind a quantity says, which a file does not keep.
 */
function told({ sources, ranAt, log, ...rest }: Reconciliation): unknown {
  const withoutLayout = sources.map((source) => ({ ...source, layout: null }));
  const rejected = rest.rejected.map(({ sheet: on, row: at }) => [on, at]);
  const all = { ...rest, rejected, sources: withoutLayout, ranAt, log };
  return JSON.parse(
    JSON.stringify(all, (name, value: unknown) => (name === "quantities" ? undefined : value)),
  );
}

const HEADER = [
  "Customer",
  "Tenant ID",
  "Product",
  "SKU",
  "Usage date",
  "Assigned to",
  "Site",
  "Used quantity",
];
const row = fc.tuple(
  fc.constantFrom("Acme Dental", "ACME Dental, LLC", "Bolt & Sons", "Nobody Known Ltd", "a|b", ""),
  fc.constantFrom("", "", "T1"),
  fc.constantFrom("M365 Premium", "Backup", "EDR", "Mystery|Product"),
  fc.constantFrom("", "SKU-1"),
  fc.constantFrom("2026-05-03", "2026-05-03", "2026-05-31", "2026-04-11", "13/05/2026", "soon", ""),
  fc.constantFrom("", "ann", "bob", "Ann "),
  fc.constantFrom("HQ", "hq", "Lab", ""),
  fc.constantFrom("1", "2", "0.1", "0.2", "-1", "0", "1,000.5", "", "many", "(3)"),
);
const odd: fc.Arbitrary<readonly CellValue[]> = fc.constantFrom(["", "", "", "", "", "", "", ""], HEADER, [
  "Total",
  "",
  "",
  "",
  "",
  "",
  "",
  "17",
]);
/** The client stands on every row, which the first two rows show. */
const usage: fc.Arbitrary<Rows> = fc
  .array(fc.oneof({ weight: 9, arbitrary: row }, { weight: 1, arbitrary: odd }), {
    maxLength: 40,
  })
  .map((rows) => [
    HEADER,
    ...["1", "2.5"].map((q) => ["Acme Dental", "", "Backup", "", "2026-05-03", "", "HQ", q]),
    ...rows,
  ]);

const RULES: readonly OwnTables[] = [
  {},
  rulesOf({ Service: "M365 Premium", Where: "Site=HQ" }, { Service: "Backup", Count: "rows" }),
  rulesOf(
    { Service: "M365 Premium", Count: "distinct:Assigned to" },
    { Service: "Backup", "Over time": "peak" },
  ),
  rulesOf({ Service: "*", Where: "Region=North" }),
];

describe("usage as a file", () => {
  it.each(RULES.map((tables, i) => [i, tables] as const))(
    "says what the same rows say as a sheet (rules %i)",
    async (_, tables) => {
      await fc.assert(
        fc.asyncProperty(usage, async (rows) => {
          const [asSheet, asFile] = await both(rows, tables);
          expect(told(asFile)).toEqual(told(asSheet));
        }),
        { seed: 11, numRuns: 120 },
      );
    },
  );

  it("finds a difference with the rows of the file behind it", async () => {
    const rows = [
      HEADER,
      ...["5", "6", "5"].map((q) => ["Acme Dental", "", "M365 Premium", "", "", "", "HQ", q]),
    ];
    const [, { results, complete }] = await both(rows);
    const found = results.find(
      ({ client, service }) => client === "Acme Dental" && service === "M365 Premium",
    );
    expect(found).toMatchObject({
      outcome: "underbilled",
      difference: 4,
      impact: 80,
      evidence: [{ sheet: "Vendor usage", rows: [1, 2, 3] }],
    });
    expect(complete).toBe(true);
  });

  it("counts devices as the sheet does, and notes one that is listed twice", async () => {
    const header = ["Customer", "Device name", "Product"];
    const devices = ["pc1", "pc2", "pc1"].map((device) => ["Café Nord", device, "EDR"]);
    const [asSheet, asFile] = await both([header, ...devices]);
    expect(told(asFile)).toEqual(told(asSheet));
    expect(asFile.results.find(({ service }) => service === "EDR")).toMatchObject({
      expectedQuantity: 3,
      flags: ["duplicate-usage"],
    });
  });

  it("counts the days of the period only, also where every row has a price", async () => {
    const header = ["Client", "Product", "Date", "Quantity", "Unit price", "Amount"];
    const days = ["2026-04-30", "2026-05-01", "2026-05-31"];
    const content = csvOf([header, ...days.map((day) => ["Café Nord", "EDR", day, "4", "3.00", "12.00"])]);
    const file = await readUsageFile(streamOf(content), "rated.csv");
    const { results } = reconcile(
      { sheets: [INVOICE], tables: {} },
      { now: NOW, period: MAY, files: [file] },
    );
    expect(results.find(({ service }) => service === "EDR")).toMatchObject({
      expectedQuantity: 8,
      difference: -1,
    });
  });

  it("is refused under the name of a source of the workbook", async () => {
    const rows = [HEADER, ["Acme Dental", "", "Backup", "", "", "", "", "1"]];
    const file = await readUsageFile(streamOf(csvOf(rows)), "Invoice.csv");
    expect(() => reconcile({ sheets: [INVOICE], tables: {} }, { now: NOW, files: [file] })).toThrow(
      DuplicateSource,
    );
  });
});
