import { reconcile, type CellValue, type SheetGrid, type WorkbookSnapshot } from "../../src/engine";
import { collectGarbage, median, ownText } from "./runs";

const LINES = 20_000;
const ROWS_PER_LINE = [5, 25] as const;
const RUNS = 5;
const PRODUCTS_PER_CLIENT = 20;
const NOW = "2026-11-25T00:00:00Z";

/**
 * Prints how long the whole engine takes for the rows of two sheets (recognising, reading, matching, judging, explaining,
 * with evidence and control totals) beside a Map that only adds up the same cells: medians of alternating runs.
 * @throws Error where the two find a different number of discrepancies.
 */
export function benchSheets(print: (line: string) => void): void {
  print(
    `\nThe whole engine on sheets of ${LINES.toLocaleString("en")} lines, beside a Map that adds up their cells`,
  );
  for (const rowsPerLine of ROWS_PER_LINE) {
    const times = { engine: [] as number[], map: [] as number[] };
    for (let run = 0; run <= RUNS; run += 1) {
      const [engine, map] = [engineOn, mapOn].map((find) => {
        // Rows of their own for each: nobody's texts are hashed already, and nobody pays for another's garbage.
        const book = sheetsOf(rowsPerLine);
        collectGarbage();
        const start = performance.now();
        const discrepancies = find(book);
        return { discrepancies, time: performance.now() - start };
      });
      if (engine === undefined || map === undefined || engine.discrepancies !== map.discrepancies)
        throw new Error("The engine and the Map find something else; the figures mean nothing.");
      // The first run warms up.
      if (run === 0) continue;
      times.engine.push(engine.time);
      times.map.push(map.time);
    }
    const [engine, map] = [median(times.engine), median(times.map)];
    const rows = LINES * (1 + rowsPerLine);
    print(
      `  ${(LINES * rowsPerLine).toLocaleString("en").padStart(9)} usage rows: this project ${engine.toFixed(0)} ms ` +
        `(${((1000 * engine) / rows).toFixed(1)} µs a row), Map ${map.toFixed(0)} ms, ratio ${(engine / map).toFixed(1)}`,
    );
  }
}

function engineOn(book: WorkbookSnapshot): number {
  const { results } = reconcile(book, { now: NOW });
  return results.filter(({ outcome }) => outcome !== "matched").length;
}

/** Sums by client and service in one text, of columns that nobody had to recognise. */
function mapOn({ sheets }: WorkbookSnapshot): number {
  const differences = new Map<string, number>();
  sheets.forEach(({ values }, sheet) => {
    for (let row = 1; row < values.length; row += 1) {
      const [client, service, quantity] = (values[row] ?? []) as [string, string, number];
      const key = `${client}|${service}`;
      differences.set(key, (differences.get(key) ?? 0) + (sheet === 0 ? -1 : 1) * quantity);
    }
  });
  return [...differences.values()].filter((difference) => difference !== 0).length;
}

/** An invoice and a usage sheet; every tenth line differs. */
function sheetsOf(rowsPerLine: number): WorkbookSnapshot {
  const billed: CellValue[][] = [["Client", "Service", "Quantity", "Unit price", "Amount"]];
  const usage: CellValue[][] = [["Customer", "Product", "Used quantity", "Site"]];
  for (let line = 0; line < LINES; line += 1) {
    const client = `Client ${Math.floor(line / PRODUCTS_PER_CLIENT)} Medical Group`;
    const service = `Managed service no. ${line % 240}`;
    const used = 1 + (line % 11);
    const quantity = rowsPerLine * used + (line % 10 === 7 ? 2 : 0);
    billed.push([ownText(client), ownText(service), quantity, 12.5, quantity * 12.5]);
    for (let nth = 0; nth < rowsPerLine; nth += 1)
      usage.push([ownText(client), ownText(service), used, ownText(`Site ${nth + 1}`)]);
  }
  return { sheets: [sheetOf("Invoice", billed), sheetOf("Usage", usage)], tables: {} };
}

function sheetOf(name: string, values: readonly (readonly CellValue[])[]): SheetGrid {
  const lastColumn = (values[0]?.length ?? 1) - 1;
  return {
    name,
    area: { firstRow: 0, firstColumn: 0, lastRow: values.length - 1, lastColumn },
    values,
    formats: values.map((row) => row.map(() => "General")),
    tables: [],
    merges: [],
    isHidden: false,
  };
}
