import type { z } from "zod";
import { PayloadError, type RequestContext } from "./errors";
import type { Doubt } from "./paging";

/** A payload as its schema says. @throws PayloadError with the path and value that failed */
export function checked<T>(schema: z.ZodType<T>, json: unknown, context: RequestContext): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { where, found, expected } = firstIssue(parsed.error, json);
  throw new PayloadError(where, found, expected, context);
}

/** What rows are checked with. */
export interface RowCheck<T> {
  readonly what: string;
  readonly schema: z.ZodType<T>;
  /** What tells rows apart, so that a row that comes twice counts once; `null` when nothing does. */
  readonly idOf: ((row: T) => string | number) | null;
  readonly onDoubt: (doubt: Doubt) => void;
}

/** Checks rows one by one: what does not parse is reported with its path and value, and the others are kept. */
export function createRowChecker<T>({ what, schema, idOf, onDoubt }: RowCheck<T>): {
  check(rows: readonly unknown[]): readonly T[];
} {
  const seen = new Set<string | number>();
  let count = 0;
  return {
    check: (rows) =>
      rows.flatMap((raw) => {
        count += 1;
        const parsed = schema.safeParse(raw);
        if (!parsed.success) {
          const { where, found, expected } = firstIssue(parsed.error, raw);
          const message = `${what}: row ${count} was not read, because ${where} is ${found}, expected ${expected}.`;
          onDoubt({ kind: "unreadable row", message });
          return [];
        }
        const id = idOf?.(parsed.data);
        if (id !== undefined && seen.has(id)) {
          const message = `${what}: ${id} came twice and was counted once; the list changed while it was read.`;
          onDoubt({ kind: "repeated row", message });
          return [];
        }
        if (id !== undefined) seen.add(id);
        return [parsed.data];
      }),
  };
}

const VALUE_LENGTH = 60;

function firstIssue(
  error: z.ZodError,
  json: unknown,
): { readonly where: string; readonly found: string; readonly expected: string } {
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const value = path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    json,
  );
  return {
    where: path.length === 0 ? "the answer" : path.map(String).join("."),
    found: wordsFor(value),
    expected: issue?.code === "invalid_type" ? `a ${issue.expected}` : (issue?.message ?? "something else"),
  };
}

function wordsFor(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}…` : text;
}
