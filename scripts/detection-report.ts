/** Prints how well sources are recognised over a folder of real export layouts with the truth about each. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { recogniseSources, type CellValue, type Field, type SheetGrid } from "../src/engine";

const text = z.string().nullish();
const LAYOUT = z.looseObject({
  role: z.string(),
  sheetName: z.string(),
  headerRowIndex: z.number().nullable(),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  truth: z.looseObject({
    client: text,
    product: text,
    sku: text,
    quantity: text,
    unitPrice: text,
    amount: text,
    periodStart: text,
    periodEnd: text,
    countRowsAsQuantity: z.boolean().optional(),
  }),
  truthAlternates: z.record(z.string(), z.array(z.string())).optional(),
});
const FIELDS = [
  "client",
  "product",
  "sku",
  "quantity",
  "unitPrice",
  "amount",
  "periodStart",
  "periodEnd",
] as const;

function gridOf(layout: z.infer<typeof LAYOUT>): SheetGrid {
  const width = Math.max(...layout.rows.map((row) => row.length));
  const values = layout.rows.map((row) =>
    Array.from({ length: width }, (_, i): CellValue => (row[i] === "" ? null : (row[i] ?? null))),
  );
  return {
    name: layout.sheetName.slice(0, 31),
    area: { firstRow: 0, firstColumn: 0, lastRow: values.length - 1, lastColumn: width - 1 },
    values,
    formats: values.map((row) => row.map(() => "General")),
    tables: [],
    merges: [],
    isHidden: false,
  };
}

function report(folder: string): void {
  if (!existsSync(folder)) {
    console.log(`No layouts at ${folder}; give the folder as the first argument.`);
    return;
  }
  const right = { role: 0, header: 0, column: 0, counting: 0 };
  let columns = 0;
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort();
  for (const file of files) {
    const layout = LAYOUT.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
    const [found] = recogniseSources([gridOf(layout)]);
    const misses: string[] = [];
    if (found?.role === layout.role) right.role += 1;
    else misses.push(`role ${found?.role ?? "none"}, is ${layout.role}`);
    if (found?.headerRow === layout.headerRowIndex) right.header += 1;
    else misses.push(`header row ${found?.headerRow ?? "none"}, is ${layout.headerRowIndex ?? "none"}`);
    if ((found?.countsRows ?? false) === (layout.truth.countRowsAsQuantity ?? false)) right.counting += 1;
    else misses.push(`counts rows ${String(found?.countsRows)}`);
    for (const field of FIELDS) {
      const truth = layout.truth[field];
      const allowed = typeof truth !== "string" ? [] : [truth, ...(layout.truthAlternates?.[field] ?? [])];
      const header = headerOf(found?.columns, found?.headers, field);
      if (allowed.length === 0) continue;
      columns += 1;
      if (header !== null && allowed.includes(header)) right.column += 1;
      else misses.push(`${field} ${header ?? "none"}, is ${allowed.join(" or ")}`);
    }
    console.log(
      `${misses.length === 0 ? "ok  " : "miss"} ${file}${misses.map((miss) => `\n       ${miss}`).join("")}`,
    );
  }
  const percent = (count: number, of: number): string =>
    `${count} of ${of} (${((100 * count) / of).toFixed(1)} %)`;
  console.log(
    `role ${percent(right.role, files.length)}; header row ${percent(right.header, files.length)}; columns ${percent(right.column, columns)}; row counting ${percent(right.counting, files.length)}`,
  );
}

function headerOf(
  columns: Readonly<Partial<Record<Field, number>>> | undefined,
  headers: ReadonlyMap<number, string> | undefined,
  field: Field,
): string | null {
  const column = columns?.[field];
  return column === undefined ? null : (headers?.get(column) ?? null);
}

report(process.argv[2] ?? join(import.meta.dirname, "../../shared/data/layouts"));
