import { z } from "zod";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const count = z.int().nonnegative();
/** 1-based, as a person reads a sheet. */
const row = z.int().positive();

/** The report of a run: the project's public format, version 1. Additions are fine, renames are not. */
export const REPORT = z.strictObject({
  version: z.literal(1),
  period: z.strictObject({ start: date, end: date }).nullable(),
  sources: z.array(
    z.strictObject({
      name: z.string(),
      sheet: z.string(),
      role: z.enum(["billed", "usage", "other"]),
      headerRow: row.nullable(),
      columns: z.record(z.string(), z.string()),
      countsRows: z.boolean(),
      rows: z.strictObject({
        read: count,
        matched: count,
        discrepant: count,
        excluded: count,
        unmapped: count,
        rejected: count,
        notChecked: count,
      }),
      problems: z.array(z.string()),
    }),
  ),
  results: z.array(
    z.strictObject({
      key: z.string(),
      client: z.string(),
      service: z.string(),
      outcome: z.enum([
        "matched",
        "underbilled",
        "overbilled",
        "unbilled",
        "unused",
        "not checked",
        "needs review",
        "accepted",
      ]),
      billedQuantity: z.number().nullable(),
      expectedQuantity: z.number().nullable(),
      difference: z.number().nullable(),
      unitPrice: z.number().nullable(),
      currency: z.string().nullable(),
      impact: z.number().nullable(),
      billedCells: z.array(z.string()),
      evidence: z.array(z.strictObject({ sheet: z.string(), rows: z.array(row) })),
      why: z.string(),
      flags: z.array(z.string()),
    }),
  ),
  unmapped: z.array(
    z.strictObject({
      kind: z.enum(["client", "product"]),
      source: z.string(),
      name: z.string(),
      rows: count,
      quantity: z.number(),
      suggestions: z.array(
        z.strictObject({ to: z.string(), score: z.number().min(0).max(1), why: z.string() }),
      ),
    }),
  ),
  rejected: z.array(z.strictObject({ sheet: z.string(), row, reason: z.string() })),
  tableIssues: z.array(z.strictObject({ cell: z.string(), message: z.string() })),
  totals: z.record(z.string(), z.strictObject({ underbilled: z.number(), overbilled: z.number() })),
  converted: z
    .strictObject({
      totals: z.array(
        z.strictObject({
          currency: z.string(),
          underbilled: z.number(),
          overbilled: z.number(),
          rates: z.array(z.strictObject({ from: z.string(), rate: z.string(), cell: z.string() })),
        }),
      ),
      remarks: z.array(z.string()),
    })
    .optional(),
  complete: z.boolean(),
});

export type Report = z.infer<typeof REPORT>;
