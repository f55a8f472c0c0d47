import { z } from "zod";
import type { CellValue, Field } from "../../src/engine";
import type { Layout } from "./layout";
import { sheetOf } from "./sheet";

const text = z.string().nullish();
const DESCRIBED = z.looseObject({
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
] as const satisfies readonly Field[];

/** Reads a layout that a JSON file describes. */
export function readDescribed(name: string, json: string): Layout {
  const { role, sheetName, headerRowIndex, rows, truth, truthAlternates } = DESCRIBED.parse(JSON.parse(json));
  const values = rows.map((row) => row.map((cell): CellValue => (cell === "" ? null : cell)));
  return {
    name,
    role,
    headerRow: headerRowIndex,
    sheet: sheetOf(sheetName, values),
    columns: new Map(
      FIELDS.flatMap((field) => {
        const header = truth[field];
        return typeof header === "string"
          ? [[field, [header, ...(truthAlternates?.[field] ?? [])]] as const]
          : [];
      }),
    ),
    absent: [],
    countsRows: truth.countRowsAsQuantity ?? false,
  };
}
