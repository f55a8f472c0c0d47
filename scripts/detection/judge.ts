import { recogniseSources, type Field, type SourceLayout } from "../../src/engine";
import type { Layout } from "./layout";

/** What was recognised rightly of a layout, and what was not, in words. */
export interface Judgement {
  readonly name: string;
  readonly role: boolean;
  readonly header: boolean;
  readonly counting: boolean;
  /** Columns of the truth, and how many of them were found. */
  readonly columns: { readonly known: number; readonly right: number };
  readonly misses: readonly string[];
}

/** Recognises a layout and compares what was found with the truth. */
export function judge({ name, sheet, ...truth }: Layout): Judgement {
  const [found] = recogniseSources([sheet]);
  const misses: string[] = [];
  const check = (isRight: boolean, miss: string): boolean => {
    if (!isRight) misses.push(miss);
    return isRight;
  };
  const role = check(found?.role === truth.role, `role ${found?.role ?? "none"}, is ${truth.role}`);
  const header = check(
    (found?.headerRow ?? null) === truth.headerRow,
    `header row ${found?.headerRow ?? "none"}, is ${truth.headerRow ?? "none"}`,
  );
  const counting = check(
    (found?.countsRows ?? false) === truth.countsRows,
    `counts rows ${String(found?.countsRows)}`,
  );
  let right = 0;
  for (const [field, allowed] of truth.columns) {
    const text = headerOf(found, field);
    if (
      check(text !== null && allowed.includes(text), `${field} ${text ?? "none"}, is ${allowed.join(" or ")}`)
    )
      right += 1;
  }
  for (const field of truth.absent) {
    const text = headerOf(found, field);
    check(text === null, `${field} ${text ?? ""}, is none`);
  }
  if (truth.across !== undefined) {
    const axis = found?.crosstab?.axis ?? "none";
    check(axis === truth.across, `across headers: ${axis}, is ${truth.across}`);
  }
  if (truth.clients !== undefined)
    check(
      found?.clientPlacement === truth.clients,
      `clients ${found?.clientPlacement ?? "none"}, is ${truth.clients}`,
    );
  return { name, role, header, counting, columns: { known: truth.columns.size, right }, misses };
}

function headerOf(found: SourceLayout | undefined, field: Field): string | null {
  const column = found?.columns[field];
  return column === undefined ? null : (found?.headers.get(column) ?? null);
}
