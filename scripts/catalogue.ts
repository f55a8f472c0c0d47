/**
 * Rebuilds src/engine/catalogue/microsoft.json from Microsoft's table "Product names and service plan identifiers for
 * licensing" (CSV, downloaded from Microsoft Learn):
 *
 *   npx tsx scripts/catalogue.ts TABLE.csv YYYY-MM-DD [OLDER.csv YYYY-MM-DD]...
 *
 * The date is the day of the download. Each older table adds the names that a product had in it.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { parseCsv } from "../src/engine/match/csv";

const FILE = join(import.meta.dirname, "../src/engine/catalogue/microsoft.json");
const SOURCE =
  "Microsoft Learn, Product names and service plan identifiers for licensing (entra/identity/users/licensing-service-plan-reference)";

interface Product {
  readonly name: string;
  readonly partNumbers: Set<string>;
  readonly guids: Set<string>;
  readonly former: Map<string, string>;
}

const fold = (text: string): string => text.toLowerCase().replace(/[^a-z0-9+]+/g, "");

function table(file: string): readonly ReadonlyMap<string, string>[] {
  const [header = [], ...rows] = parseCsv(readFileSync(file, "utf8"));
  return rows.map((row) => new Map(header.map((column, i) => [column.trim(), (row[i] ?? "").trim()])));
}

function build(current: string): ReadonlyMap<string, Product> {
  const products = new Map<string, Product>();
  const byGuid = new Map<string, Product>();
  for (const row of table(current)) {
    const name = row.get("Product_Display_Name") ?? "";
    const guid = (row.get("GUID") ?? "").toLowerCase();
    if (name === "" || guid === "") continue;
    const product = byGuid.get(guid) ??
      products.get(fold(name)) ?? { name, partNumbers: new Set(), guids: new Set(), former: new Map() };
    // The table gives some products two names at once: each is found.
    if (fold(product.name) !== fold(name)) product.former.set(name, "");
    product.partNumbers.add(row.get("String_Id") ?? "");
    product.guids.add(guid);
    byGuid.set(guid, product);
    products.set(fold(product.name), product);
  }
  return products;
}

function addOlder(products: ReadonlyMap<string, Product>, file: string, seen: string): void {
  const byGuid = new Map(
    [...products.values()].flatMap((product) => [...product.guids].map((guid) => [guid, product])),
  );
  for (const row of table(file)) {
    const product = byGuid.get((row.get("GUID") ?? "").toLowerCase());
    const name = row.get("Product_Display_Name") ?? "";
    if (product !== undefined && name !== "" && fold(product.name) !== fold(name))
      product.former.set(name, seen);
  }
}

const [current, day, ...older] = process.argv.slice(2);
if (current === undefined || day === undefined || !existsSync(current)) {
  process.stderr.write(
    "Usage: npx tsx scripts/catalogue.ts TABLE.csv YYYY-MM-DD [OLDER.csv YYYY-MM-DD]...\n",
  );
  process.exit(2);
}
const products = build(current);
for (let i = 0; i + 1 < older.length; i += 2) addOlder(products, older[i] ?? "", older[i + 1] ?? "");
const rows = [...products.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
const catalogue = {
  vendor: "microsoft",
  source: SOURCE,
  date: day,
  products: rows.map(({ name, partNumbers, guids, former }) => [
    name,
    [...partNumbers].sort().join("|"),
    [...guids].sort().join("|"),
    ...(former.size === 0
      ? []
      : [[...former].map(([was, seen]) => (seen === "" ? was : `${was}@${seen}`)).join("|")]),
  ]),
};
// One product a line keeps changes of the table readable.
const body = catalogue.products.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
const head = JSON.stringify({ ...catalogue, products: undefined }, null, 2).replace(/\n\}$/, "");
const text = `${head},\n  "products": [\n${body}\n  ]\n}\n`;
writeFileSync(FILE, await format(text, { parser: "json", printWidth: 110 }));
process.stdout.write(`${rows.length} products written.\n`);
