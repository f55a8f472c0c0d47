import { decimal, type Decimal, type TableGrid, type TableIssue } from "../records";
import { cellDate, cellText, tableRows, type TableRow } from "../tables";
import { isRateRow } from "./rates";
import {
  DEFAULT_RULE,
  type CountBasis,
  type OverTime,
  type Rounding,
  type Rule,
  type Tolerance,
  type WhereTerm,
} from "./rule";

/**
 * The rules of tblRules. A value that cannot be understood becomes an issue with its cell and takes its default;
 * except that a row whose Service is blank is left out. Only `Count`, `Where` or an amount that cannot be understood
 * would change quantities silently, so such a row is reported and its service needs review (`invalidRules`).
 */
export interface ParsedRules {
  readonly rules: readonly Rule[];
  readonly issues: readonly TableIssue[];
  /** Rules that hold at least one value that could not be understood, with the first message. */
  readonly invalid: ReadonlyMap<Rule, string>;
}

export function parseRules(table: TableGrid | undefined): ParsedRules {
  const issues: TableIssue[] = [];
  const invalid = new Map<Rule, string>();
  const rows = (table === undefined ? [] : tableRows(table)).filter((row) => !isRateRow(row));
  const rules = rows.flatMap((row) => {
    const rowIssues: TableIssue[] = [];
    const rule = parseRule(row, (header, expected) => {
      const message = `"${row.text(header)}" is not understood as ${header}; write ${expected}.`;
      rowIssues.push({ cell: row.cell(header), message });
    });
    if (rule.service === "") {
      rowIssues.push({
        cell: row.cell("Service"),
        message: "The rule names no service; write the service or *.",
      });
    }
    issues.push(...rowIssues);
    const first = rowIssues[0];
    if (first !== undefined) invalid.set(rule, `${first.cell}: ${first.message}`);
    return rule.service === "" ? [] : [rule];
  });
  return { rules, issues, invalid };
}

type Report = (header: string, expected: string) => void;

function parseRule(row: TableRow, report: Report): Rule {
  return {
    cell: row.cell("Service"),
    service: row.text("Service"),
    client: row.text("Client") === "*" ? "" : row.text("Client"),
    count: read(
      row,
      "Count",
      parseCount,
      DEFAULT_RULE.count,
      "quantity, rows, distinct:HEADER or column:HEADER",
      report,
    ),
    overTime: read(
      row,
      "Over time",
      oneOf(OVER_TIME),
      DEFAULT_RULE.overTime,
      "sum, peak, average or latest",
      report,
    ),
    where: read(
      row,
      "Where",
      parseWhere,
      DEFAULT_RULE.where,
      "terms such as Status=Active;Type!=Trial",
      report,
    ),
    included: read(row, "Included", notNegative, DEFAULT_RULE.included, "a number of at least 0", report),
    minimum: read(row, "Minimum", notNegative, DEFAULT_RULE.minimum, "a number of at least 0", report),
    unitsPerBilledUnit: read(
      row,
      "Units per billed unit",
      positive,
      DEFAULT_RULE.unitsPerBilledUnit,
      "a number above 0",
      report,
    ),
    rounding: readRounding(row, report),
    tolerance: read(
      row,
      "Tolerance",
      parseTolerance,
      DEFAULT_RULE.tolerance,
      "a number such as 2 or a percentage such as 5%",
      report,
    ),
    bundleOf: listOf(row.text("Bundle of")),
    months: read(
      row,
      "Months",
      wholeMonths,
      DEFAULT_RULE.months,
      "0 for one-time, 1 for monthly, 12 for annual",
      report,
    ),
    billedIn: read(row, "Billed in", oneOf(BILLED_IN), DEFAULT_RULE.billedIn, "advance or arrears", report),
    unitCost: read(row, "Unit cost", anyNumber, DEFAULT_RULE.unitCost, "a number", report),
    listPrice: read(row, "List price", anyNumber, DEFAULT_RULE.listPrice, "a number", report),
    isExcluded: read(row, "Exclude", yesNo, DEFAULT_RULE.isExcluded, "yes or no", report),
    from: readDate(row, "From", report),
    until: readDate(row, "Until", report),
  };
}

function read<T>(
  row: TableRow,
  header: string,
  parse: (row: TableRow, header: string) => T | undefined,
  fallback: T,
  expected: string,
  report: Report,
): T {
  if (row.text(header) === "") return fallback;
  const value = parse(row, header);
  if (value !== undefined) return value;
  report(header, expected);
  return fallback;
}

function readRounding(row: TableRow, report: Report): Rounding {
  const units = positive(row, "Units per billed unit");
  const fallback = units === undefined || units.eq(1) ? DEFAULT_RULE.rounding : "up";
  return read(row, "Round", oneOf(ROUNDING), fallback, "up, down, nearest or none", report);
}

function readDate(row: TableRow, header: string, report: Report): string | null {
  const asDate = (): string | undefined => cellDate(row.value(header)) ?? undefined;
  return read<string | null>(row, header, asDate, null, "a date such as 2026-05-01", report);
}

const OVER_TIME: readonly OverTime[] = ["sum", "peak", "average", "latest"];
const ROUNDING: readonly Rounding[] = ["up", "down", "nearest", "none"];
const BILLED_IN: readonly Rule["billedIn"][] = ["advance", "arrears"];

function oneOf<T extends string>(values: readonly T[]) {
  return (row: TableRow, header: string): T | undefined => {
    const text = row.text(header).toLowerCase();
    return values.find((value) => value === text);
  };
}

function anyNumber(row: TableRow, header: string): Decimal | undefined {
  const value = row.value(header);
  if (typeof value === "number") return decimal(value);
  const text = cellText(value);
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? decimal(text.replace("+", "")) : undefined;
}

function notNegative(row: TableRow, header: string): Decimal | undefined {
  const value = anyNumber(row, header);
  return value?.gte(0) === true ? value : undefined;
}

function positive(row: TableRow, header: string): Decimal | undefined {
  const value = anyNumber(row, header);
  return value?.gt(0) === true ? value : undefined;
}

function wholeMonths(row: TableRow, header: string): number | undefined {
  const value = notNegative(row, header)?.toNumber();
  return value !== undefined && Number.isInteger(value) ? value : undefined;
}

function yesNo(row: TableRow, header: string): boolean | undefined {
  const value = row.value(header);
  if (typeof value === "boolean") return value;
  const text = row.text(header).toLowerCase();
  if (["yes", "y", "true", "x", "1"].includes(text)) return true;
  return ["no", "n", "false", "0"].includes(text) ? false : undefined;
}

function parseCount(row: TableRow, header: string): CountBasis | undefined {
  const [kind = "", ...rest] = row.text(header).split(":");
  const column = rest.join(":").trim();
  switch (kind.trim().toLowerCase()) {
    case "quantity":
      return column === "" ? { kind: "quantity" } : undefined;
    case "rows":
      return column === "" ? { kind: "rows" } : undefined;
    case "distinct":
      return column === "" ? undefined : { kind: "distinct", header: column };
    case "column":
      return column === "" ? undefined : { kind: "column", header: column };
    default:
      return undefined;
  }
}

function parseWhere(row: TableRow, header: string): readonly WhereTerm[] | undefined {
  const terms = listOf(row.text(header)).map((term) => {
    const match = /^(.+?)(!=|=)(.*)$/s.exec(term);
    if (match === null) return undefined;
    return { header: (match[1] ?? "").trim(), isEqual: match[2] === "=", value: (match[3] ?? "").trim() };
  });
  return terms.every((term) => term !== undefined && isSound(term)) ? (terms as WhereTerm[]) : undefined;
}

/** "Status==Active" and "Status! =Active" would be a value or a column that no row has, and count nothing. */
function isSound({ header, value }: WhereTerm): boolean {
  return header !== "" && !header.endsWith("!") && !value.startsWith("=");
}

function parseTolerance(row: TableRow, header: string): Tolerance | undefined {
  const value = row.value(header);
  if (typeof value === "number") return value >= 0 ? { kind: "units", value: decimal(value) } : undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(cellText(value));
  if (match === null) return undefined;
  return { kind: match[2] === "%" ? "percent" : "units", value: decimal(match[1] ?? "0") };
}

function listOf(text: string): readonly string[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
