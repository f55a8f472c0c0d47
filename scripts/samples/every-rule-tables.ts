import type ExcelJS from "@zurmokeeper/exceljs";
import { TABLE_HEADERS } from "../../src/workbook";
import { addPreparedTable, type Cell } from "./workbook";

const MAP_COLUMNS = ["Status", "Score", "Note"];
const E1 = "Office 365 E1";

/** tblClientMap, tblServiceMap and tblRules as the team keeps them. */
export function addTables(book: ExcelJS.Workbook): void {
  const mappings = book.addWorksheet("Mappings");
  widths(mappings, [18, 24, 22, 12, 8, 34, 3, 18, 18, 22, 12, 8, 34]);
  addPreparedTable(
    mappings,
    "tblClientMap",
    "A1",
    ["Source", "Source client", "Client", ...MAP_COLUMNS],
    [
      client("M365 Licences", "hazelclinics.example", "Hazel Clinics", "rule 15: two tenants, one client"),
      client("M365 Licences", "hazel-labs.example", "Hazel Clinics", "rule 15: two tenants, one client"),
      client("M365 Licences", "iris.example", "Iris Retail North", "rule 16: one tenant, three payers"),
      client("M365 Licences", "iris.example", "Iris Retail South", "rule 16: one tenant, three payers"),
      client("M365 Licences", "iris.example", "Iris Retail West", "rule 16: one tenant, three payers"),
      client("*", "Grove North", "Grove Holding", "rule 17: the parent pays for its children"),
      client("*", "Grove South", "Grove Holding", "rule 17: the parent pays for its children"),
    ],
  );
  addPreparedTable(
    mappings,
    "tblServiceMap",
    "H1",
    ["Source", "Source product", "Service", ...MAP_COLUMNS],
    [
      ["RMM Devices", "Workstation", "RMM Agent", "confirmed", null, "rules 14 and 27"],
      ["Cloud Phones", "*", "Cloud Phones", "confirmed", null, "rule 29: the export came empty"],
    ],
  );
  const rules = book.addWorksheet("Rules");
  widths(rules, [28, 18, 22, 11, 14, 10, 10, 20, 9, 42, 9, 11, 11, 11, 10, 12, 12, 52]);
  addPreparedTable(rules, "tblRules", "A1", RULE_COLUMNS, RULES.map(ruleCells));
}

function client(source: string, name: string, to: string, note: string): Cell[] {
  return [source, name, to, "confirmed", null, note];
}

function widths(sheet: ExcelJS.Worksheet, values: readonly number[]): void {
  values.forEach((width, i) => {
    sheet.getColumn(i + 1).width = width;
  });
}

/** A column that nobody of this team needs is left out: the format allows it. */
const RULE_COLUMNS = TABLE_HEADERS.tblRules.filter((header) => header !== "Tolerance");

type RuleRow = Readonly<Partial<Record<(typeof RULE_COLUMNS)[number], string | number>>>;

function ruleCells(row: RuleRow): Cell[] {
  return RULE_COLUMNS.map((column) => row[column] ?? null);
}

const RULES: readonly RuleRow[] = [
  {
    Service: "Microsoft 365 E3",
    Count: "column:Assigned",
    Note: "rule 4: bought for a year, billed as assigned",
  },
  { Service: "Power BI Pro", Count: "column:Assigned", Note: "rule 6: assigned, not purchased" },
  { Service: "Managed Backup", Minimum: 5, Note: "rule 8: at least 5" },
  { Service: "Managed Backup", Client: "Birch Logistics", Minimum: 200, Note: "rule 8: committed 200" },
  { Service: "Email Security", Included: 2, Note: "rule 9: two mailboxes are free" },
  {
    Service: "Email Security",
    Client: "Dune Foods",
    Included: 2,
    Minimum: 5,
    Note: "rule 9: two are free, at least 5",
  },
  {
    Service: "Virtual Desktop",
    Minimum: 30,
    "Billed in": "arrears",
    Note: "rule 10: 30 ahead, more afterwards",
  },
  { Service: "Metered Bandwidth", "Billed in": "arrears", Note: "rule 11: what was consumed" },
  {
    Service: "Endpoint Plan daily",
    "Over time": "sum",
    "Units per billed unit": 30.4166666666667,
    Round: "none",
    Note: "rule 12: user-days; 365 ÷ 12 of them are a month",
  },
  { Service: "Endpoint Plan peak", "Over time": "peak", Note: "rule 12: the most users of a day" },
  {
    Service: "Archive Storage 100 GB",
    "Units per billed unit": 100_000,
    Round: "up",
    Note: "rule 13: decimal blocks of 100 GB",
  },
  {
    Service: "Archive Storage 100 GiB",
    "Units per billed unit": 102_400,
    Round: "up",
    Note: "rule 13: binary blocks of 100 GiB",
  },
  {
    Service: "Managed Workstation",
    Count: "distinct:Serial Number",
    "Bundle of": "RMM Agent;Antivirus;Workstation Backup",
    Note: "rule 14: RMM drives the bundle",
  },
  {
    Service: "RMM Agent",
    Count: "distinct:Serial Number",
    Note: "rule 27: an agent that reports twice counts once",
  },
  ...["North", "South", "West"].map((office) => ({
    Service: E1,
    Client: `Iris Retail ${office}`,
    Where: `Office=${office}`,
    Note: "rule 16: the office says who pays",
  })),
  { Service: "Power Automate Free", Exclude: "yes", Note: "rule 20: free seats" },
  { Service: "Onboarding", Months: 0, Note: "rule 24: one-time" },
  { Service: "Microsoft 365 Apps", "Unit cost": 22, Note: "rule 26: what the vendor charges" },
  {
    Service: "Kiosk Mailboxes",
    "Units per billed unit": 15,
    Round: "up",
    Note: "rule 28: the contract counts 15 kiosks as one",
  },
  {
    Service: "Service Desk Users",
    Count: "distinct:Email address",
    Note: "rule 28: a person in two companies is billed once",
  },
  {
    Service: "Currency rate: EUR to USD",
    "List price": 1.08,
    From: "2026-06-01",
    Until: "2026-07-01",
    Note: "rule 25: agreed for June; nobody gave a rate for CAD",
  },
];
