import fc from "fast-check";
import { removeAnnotations } from "../../src/workbook";
import { contentOf, openBook, reopen, runOn, type OpenBook } from "./book";
import { hostileName, hostileSheet, MARK, oddQuantity } from "./hostile";

const SEED = 20_261_124;
const RUNS = 40;
const OURS = ["Discrepancies", "Reconcile Summary", "Mappings", "Rules", "Reconcile Log"];

const names = fc.uniqueArray(hostileName, { minLength: 1, maxLength: 4 });
const book = fc.record({
  invoice: hostileSheet.filter((name) => name !== "A1"),
  clients: names,
  services: names,
  lines: fc.array(fc.tuple(fc.nat(3), fc.nat(3), oddQuantity), { minLength: 1, maxLength: 8 }),
  usage: fc.array(fc.tuple(fc.nat(3), fc.nat(3), oddQuantity), { minLength: 1, maxLength: 8 }),
});
type Book = typeof book extends fc.Arbitrary<infer T> ? T : never;

const pick = (all: readonly string[], at: number): string => all[at % all.length] ?? "";

function open({ invoice, clients, services, lines, usage }: Book): Promise<OpenBook> {
  const named = (rows: Book["lines"]): (string | number)[][] =>
    rows.map(([client, service, quantity]) => [pick(clients, client), pick(services, service), quantity]);
  return openBook({
    [invoice]: [["Client", "Service", "Quantity", "Unit price"], ...named(lines).map((row) => [...row, 10])],
    Licences: [["Customer", "Product", "Assigned licenses"], ...named(usage)],
  });
}

/** Formulas that carry a text of the workbook other than as a quoted text, where nothing of it is calculated. */
function formulasWithTexts({ host }: OpenBook): readonly string[] {
  return host.workbook.worksheets.flatMap((sheet) => {
    const found: string[] = [];
    sheet.eachRow((row) => {
      row.eachCell((cell) => {
        if (cell.formula && cell.formula.replace(/"(?:[^"]|"")*"/g, "").includes(MARK))
          found.push(`${sheet.name}!${cell.address}: ${cell.formula}`);
      });
    });
    return found;
  });
}

describe(`workbooks that mean harm (seed ${SEED}, ${RUNS} each)`, () => {
  it("are reconciled whole: every row once, no text becomes a formula, user cells stay, the file opens again", async () => {
    let results = 0;
    await fc.assert(
      fc.asyncProperty(book, async (input) => {
        const opened = await open(input);
        const before = contentOf(opened);
        const reconciliation = await runOn(opened);
        results += reconciliation.results.length;
        for (const source of reconciliation.sources) {
          const { read, ...landed } = source.rows;
          expect(Object.values(landed).reduce((sum, count) => sum + count, 0)).toBe(read);
          expect(source.controlTotal.ties).toBe(true);
        }
        expect(formulasWithTexts(opened)).toEqual([]);
        const after = contentOf(opened, OURS);
        for (const [cell, content] of Object.entries(before))
          expect([cell, after[cell]]).toEqual([cell, content]);
        // Live quantities are those of the engine also where a key holds wildcards or quotes.
        const byKey = new Map(reconciliation.results.map((result) => [result.key, result]));
        reconciliation.results.forEach((_, i) => {
          const result = byKey.get(String(opened.host.valueAt("Discrepancies", `T${i + 2}`)));
          // Quantities are rounded to six decimals at the edge, live sums are not.
          expect(Number(opened.host.valueAt("Discrepancies", `D${i + 2}`))).toBeCloseTo(
            result?.billedQuantity ?? NaN,
            6,
          );
        });
        const again = await runOn(await reopen(opened));
        expect(again.results.map(({ key, outcome }) => [key, outcome])).toEqual(
          reconciliation.results.map(({ key, outcome }) => [key, outcome]),
        );
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(results).toBeGreaterThan(RUNS);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  it("are given back exactly", async () => {
    await fc.assert(
      fc.asyncProperty(book, async (input) => {
        const opened = await open(input);
        const before = contentOf(opened);
        await runOn(opened);
        await removeAnnotations(opened.gateway);
        expect(contentOf(opened)).toEqual(before);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
