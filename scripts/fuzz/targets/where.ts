import type { CellValue, TableGrid, UsageRecord } from "../../../src/engine";
import { parseRules, passesWhere, type Rule, type WhereTerm } from "../../../src/engine/rules";
import { Random } from "../random";
import { must, type Target } from "../target";

const HEADERS = [
  "Where",
  "Count",
  "Included",
  "Minimum",
  "Units per billed unit",
  "Round",
  "Tolerance",
  "Months",
  "Over time",
  "Billed in",
  "Bundle of",
  "Unit cost",
  "Exclude",
  "From",
  "Until",
  "Client",
];
const ATTRIBUTES = ["Status", "Type", "Plan name", "__proto__", "constructor", "=", "a;b"];
const VALUES: readonly CellValue[] = [
  "Active",
  " ACTIVE ",
  "",
  null,
  0,
  3,
  true,
  { error: "#N/A" },
  "=1",
  "x=y",
  "\ud83d",
];

/** A line as a cell: after a # a number or a truth value, but for Where, which is text. */
function cellOf(line: string | null, at: number): CellValue {
  if (line === null || at === 0 || !line.startsWith("#")) return line;
  const rest = line.slice(1);
  if (rest === "true" || rest === "false") return rest === "true";
  return rest.trim() === "" || Number.isNaN(Number(rest)) ? line : Number(rest);
}

/** A row of tblRules from the lines of a text: Where, then the other columns in their order. */
function ruleOf(text: string): {
  readonly rule: Rule;
  readonly isValid: boolean;
  readonly whereIssue: boolean;
} {
  const cells = text.split("\n").slice(0, HEADERS.length);
  const table: TableGrid = {
    name: "tblRules",
    sheet: "Rules",
    firstRow: 1,
    firstColumn: 0,
    headers: ["Service", ...HEADERS],
    rows: [["Backup", ...HEADERS.map((_, at) => cellOf(cells[at] ?? null, at))]],
  };
  const { rules, issues, invalid } = parseRules(table);
  const [rule] = rules;
  must(rules.length === 1 && rule !== undefined, "a row with a service is one rule", text);
  must(invalid.has(rule) === issues.length > 0, "a rule that is not understood says so", text);
  return { rule, isValid: issues.length === 0, whereIssue: issues.some(({ cell }) => cell === "Rules!B2") };
}

const writingOf = (terms: readonly WhereTerm[]): string =>
  terms.map(({ header, isEqual, value }) => `${header}${isEqual ? "=" : "!="}${value}`).join(";");

function recordOf(attributes: ReadonlyMap<string, CellValue>): UsageRecord {
  const record: Pick<UsageRecord, "attribute"> = { attribute: (header) => attributes.get(header) };
  return record as UsageRecord;
}

function checkTerms(text: string, terms: readonly WhereTerm[]): string {
  must(
    terms.every(({ header }) => header.trim() !== ""),
    "every term names a column",
    text,
    terms,
  );
  must(
    terms.every(({ value }) => !value.startsWith("=")),
    "a doubled sign is no value",
    text,
    terms,
  );
  const again = ruleOf(writingOf(terms));
  must(!again.whereIssue, "terms are understood as they are written", text, terms);
  must(
    JSON.stringify(again.rule.where) === JSON.stringify(terms),
    "terms read as they are written",
    text,
    terms,
  );
  const random = Random.of(text);
  const attributes = new Map(ATTRIBUTES.map((header) => [header, random.pick(VALUES)] as const));
  for (const { header, value } of terms) {
    if (random.int(4) > 0) attributes.set(header, random.int(2) === 0 ? value : random.pick(VALUES));
  }
  const result = passesWhere(recordOf(attributes), terms);
  const missing = terms.find(({ header }) => !attributes.has(header));
  if (result.kind === "no-column")
    must(result.header === missing?.header, "the missing column is named", text);
  if (result.kind === "passes") {
    must(missing === undefined, "a row passes only with every column there", text);
    const opposite = terms.map((term) => ({ ...term, isEqual: !term.isEqual }));
    must(
      terms.length === 0 || passesWhere(recordOf(attributes), opposite).kind === "fails",
      "the opposite fails",
      text,
    );
  }
  return result.kind;
}

function check(text: string): string {
  const { rule, isValid, whereIssue } = ruleOf(text);
  const where = text.split("\n", 1)[0] ?? "";
  // Every sign of the terms is kept, but for blanks and the semicolons between them.
  const kept = (one: string): string => one.replace(/[;\s]/g, "");
  must(
    whereIssue || kept(writingOf(rule.where)) === kept(where),
    "no part of Where is left out",
    text,
    rule.where,
  );
  for (const amount of [rule.included, rule.minimum, rule.tolerance.value])
    must(amount.gte(0), "amounts of a rule are not negative", text, amount);
  must(rule.unitsPerBilledUnit.gt(0), "units are above zero", text);
  must(rule.months === null || Number.isInteger(rule.months), "months are whole", text, rule.months);
  return `${String(isValid)} ${checkTerms(text, rule.where)} ${Math.min(rule.where.length, 3)} ${rule.count.kind}`;
}

/** Terms over columns and values that a person may well have, written with blanks here and there. */
function roundTrip(random: Random): void {
  const blank = (): string => " ".repeat(random.int(3));
  const terms = Array.from({ length: 1 + random.int(4) }, () => ({
    header: random.pick(["Status", "Plan name", "Größe", "a.b", "Type (1)"]),
    isEqual: random.int(2) === 0,
    value: random.pick(["", "Active", "Müller & Co", "a, b", "50 %", "x!"]),
  }));
  const text = terms
    .map(
      ({ header, isEqual, value }) =>
        `${blank()}${header}${blank()}${isEqual ? "=" : "!="}${blank()}${value}${blank()}`,
    )
    .join(";");
  must(JSON.stringify(ruleOf(text).rule.where) === JSON.stringify(terms), "terms read as they were", text);
}

export const where: Target = {
  name: "Where and rules",
  files: ["engine/rules/where.ts", "engine/rules/parse.ts"],
  seeds: [
    "Status=Active",
    "Status=Active;Type!=Trial",
    "Plan name = Basic ; Size!=",
    "Status=Active\ndistinct:Device\n2\n5\n1024\nup\n5%\n12\npeak\narrears\nA;B\n1.5\nyes\n2026-05-01\n2026-06-01\nAcme",
    "a=1\nrows\n#2\n#1.5\n#1024\nup\n#3\n#12\n\n\n\n#-1\n#true\n#46143",
    "a=1\nrows\n-1\nx\n0\nnone\n3\n1.5\nlatest\nadvance\n\n-2\nno\n2026-02-30\n5\n*",
  ],
  words: [
    "=",
    "!=",
    "==",
    ";",
    "Status",
    "Active",
    "Type!=Trial",
    "\n",
    "distinct:",
    "column:",
    "rows",
    "quantity",
    "1e5",
    "%",
    "__proto__",
    "<>",
  ],
  parse: (text) => void ruleOf(text),
  check,
  roundTrip,
};
