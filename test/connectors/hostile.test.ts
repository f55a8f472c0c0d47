import fc from "fast-check";
import { toSheet, type FetchedSource } from "../../src/connectors";
import { reconcile } from "../../src/engine";
import { readWorkbook, writeSnapshotSheet } from "../../src/workbook";
import { hostileName, MARK } from "../workbook/hostile";
import { openBook, reopen } from "../workbook/book";
import { NOW, PERIOD } from "./rig";

const SEED = 20_261_125;
const RUNS = 12;

type UsageRow = Extract<FetchedSource, { side: "usage" }>["rows"][number];
type BilledRow = Extract<FetchedSource, { side: "billed" }>["rows"][number];

const quantity = fc.constantFrom(0, 1, 7, -2, 0.1 + 0.2, 1e308, 1e-9);
/** What a system may call a column of its own, as JSON gives it. */
const details = fc
  .dictionary(
    fc.constantFrom("constructor", "toString", "Status", "=1+1", "Quantity"),
    fc.oneof(hostileName, fc.integer()),
  )
  .map((one) => JSON.parse(JSON.stringify(one)) as Record<string, string | number>);
const answer = fc.uniqueArray(hostileName, { minLength: 2, maxLength: 3 }).chain((names) =>
  fc.record({
    billed: fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), quantity), {
      minLength: 1,
      maxLength: 5,
    }),
    usage: fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), quantity, details), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
);

const about = { fetchedAt: NOW, doubts: [], leftOut: [], pages: 1 };
function sourcesOf({
  billed,
  usage,
}: typeof answer extends fc.Arbitrary<infer T> ? T : never): readonly FetchedSource[] {
  const lines = billed.map(([client, service, count], at): BilledRow => ({
    client,
    clientId: `a:${client}`,
    agreement: service,
    lineId: `${at}`,
    service,
    productId: "",
    quantity: count,
    unitPrice: 10,
    currency: "USD",
    from: PERIOD.start,
    until: PERIOD.end,
  }));
  const used = usage.map(([client, product, count, more]): UsageRow => ({
    client,
    clientId: `b:${client}`,
    tenant: "",
    product,
    productId: "",
    quantity: count,
    unit: "",
    item: product,
    details: more,
  }));
  return [
    { ...about, system: "connectwise", title: "Billing", side: "billed", rows: lines },
    { ...about, system: "pax8", title: "Usage", side: "usage", rows: used },
  ];
}

describe(`answers of connected systems that mean harm (seed ${SEED}, ${RUNS} each)`, () => {
  it("are cells and texts only, on the sheet as in the run, and every row lands once", async () => {
    let rows = 0;
    await fc.assert(
      fc.asyncProperty(answer, async (input) => {
        const sheets = sourcesOf(input).map((source) => toSheet(source, source.title));
        for (const { sheet } of sheets)
          expect(
            sheet.values
              .flat()
              .filter((value) => !/^(?:string|number)$/.test(typeof value) && value !== null),
          ).toEqual([]);
        const run = reconcile(
          { sheets: sheets.map(({ sheet }) => sheet), tables: {} },
          { now: NOW, period: PERIOD, layouts: sheets.map(({ layout }) => layout) },
        );
        for (const source of run.sources) {
          const { read, ...landed } = source.rows;
          expect(Object.values(landed).reduce((sum, count) => sum + count, 0)).toBe(read);
          rows += read;
        }
        const book = await openBook({ Notes: [["Month-end"]] });
        for (const { sheet } of sheets) await writeSnapshotSheet(book.gateway, sheet);
        const { snapshot } = await readWorkbook((await reopen(book)).gateway);
        for (const { sheet } of sheets) {
          const written = snapshot.sheets.find(({ name }) => name === sheet.name);
          expect(textsIn(written?.values ?? [])).toEqual(textsIn(sheet.values));
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(rows).toBeGreaterThan(RUNS * 2);
  });
});

/** The hostile texts of cells, in their order; a cell holds 32,767 characters. */
function textsIn(values: readonly (readonly unknown[])[]): readonly string[] {
  return values
    .flat()
    .flatMap((value) => (typeof value === "string" && value.includes(MARK) ? value.slice(0, 32_000) : []));
}
