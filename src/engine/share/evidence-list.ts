import type { ResultRow } from "../records";

/** A place in the workbook, 0-based; a `null` column stands for the whole row. */
export interface EvidencePlace {
  readonly sheet: string;
  readonly row: number;
  readonly column: number | null;
}

/** One step of a result's arithmetic, or one source row behind that step. */
export interface EvidenceRow {
  readonly client: string;
  readonly service: string;
  /** Counts from 1 within a result; a step and its source rows share it. */
  readonly step: number;
  readonly what: string;
  readonly quantity: number | null;
  /** Address of the rule row, `default rule`, or blank. */
  readonly rule: string;
  /** The source row; `null` on the row of the step itself. */
  readonly source: EvidencePlace | null;
}

/**
 * The evidence of results: each step with its quantity and rule row, followed by the source rows behind it. Counting
 * rests on the usage rows, billing on the invoice lines.
 */
export function evidenceList(results: readonly ResultRow[]): readonly EvidenceRow[] {
  return results.flatMap((result) => {
    const { client, service } = result;
    const hasCounted = result.steps.some(({ kind }) => kind === "counted");
    return result.steps.flatMap((step, i): readonly EvidenceRow[] => {
      const number = i + 1;
      const { what, quantity, rule } = step;
      const rows: EvidenceRow[] = [{ client, service, step: number, what, quantity, rule, source: null }];
      if (step.kind === "billed") rows.push(...linesOf(result, number));
      // Without a count the usage rows are what the reason speaks of.
      if (step.kind === "counted" || (step.kind === "verdict" && !hasCounted))
        rows.push(...usageOf(result, number, rule));
      return rows;
    });
  });
}

function linesOf({ client, service, billedCells }: ResultRow, step: number): readonly EvidenceRow[] {
  return billedCells.map(({ sheet, row, column, quantity }) => ({
    client,
    service,
    step,
    what: "invoice line",
    quantity,
    rule: "",
    source: { sheet, row, column },
  }));
}

function usageOf(
  { client, service, evidence }: ResultRow,
  step: number,
  rule: string,
): readonly EvidenceRow[] {
  return evidence.flatMap(({ sheet, rows, quantities }) =>
    Array.from(rows, (row, i) => ({
      client,
      service,
      step,
      what: "usage row",
      quantity: quantities?.[i] ?? null,
      rule,
      source: { sheet, row, column: null },
    })),
  );
}
