import { decimalMarkOf, parseDate, parseNumber } from "../normalise";
import type { Field } from "../records";
import type { Columns } from "./columns";
import { withLeftOver } from "./leftover";
import { cellAt, formatAt, textOf, type Region } from "./region";
import { foldHeader, headerScore } from "./vocabulary";

type Chosen = Readonly<Partial<Record<Field, number>>>;

/** What somebody pays for a service is said by these headers, whatever the cells hold. */
const OWN_COST = /^(our|unit|buy|purchase) cost|einkauf/;
/** Enough rows to tell what a column is made of. */
const SAMPLED_ROWS = 200;

/**
 * Adds columns that header words alone do not give: a cost that is quantity × price is the amount; a month as a header
 * stands for its quantities; one column may hold a whole period, or be both SKU and product; and names
 * that are left over beside a quantity are those of clients and products.
 */
export function deriveColumns(region: Region, chosen: Columns, dataRows: readonly number[]): Chosen {
  const columns: Partial<Record<Field, number>> = { ...chosen.columns };
  const rows = dataRows.slice(0, SAMPLED_ROWS);
  const taken = (column: number): boolean => Object.values(columns).includes(column);
  if (isStrayCount(chosen)) delete columns.quantity;
  const month = columns.quantity === undefined ? latestMonth(chosen, taken) : undefined;
  if (month !== undefined) columns.quantity = month;
  if (columns.amount === undefined && columns.cost !== undefined && isAmount(region, chosen, columns, rows)) {
    columns.amount = columns.cost;
    delete columns.cost;
  }
  const { periodStart } = columns;
  if (periodStart !== undefined && columns.periodEnd === undefined && isSpan(region, periodStart, rows))
    columns.periodEnd = periodStart;
  const { sku, product, ...rest } = withLeftOver(region, chosen, columns, rows);
  const named = product ?? sku;
  return {
    ...rest,
    ...(sku === undefined ? {} : { sku }),
    ...(named === undefined ? {} : { product: named }),
  };
}

/** So sure is a header that says "quantity" or what is counted without a word that nothing is known of. */
const PLAIN_QUANTITY = 0.8;

/** A number of something else in a list of one device or seat a row: "crit count" beside a host name that no other row has. */
function isStrayCount({ columns, scores, profiles }: Columns): boolean {
  const item = profiles.get(columns.item ?? -1);
  if (item === undefined || columns.unitPrice !== undefined || columns.amount !== undefined) return false;
  const isOfItsOwn = item.distinct === 1 && item.filled > 0.9 && item.rows >= 3;
  // Where every client has one row, it is the client that the number counts for.
  const clientsRepeat = (profiles.get(columns.client ?? -1)?.distinct ?? 1) < 1;
  return isOfItsOwn && clientsRepeat && (scores.quantity ?? 1) < PLAIN_QUANTITY;
}

/**
 * The only price of a line without a quantity is what it costs for its period: a rent, a flat fee. Without a period it may be a list
 * of prices.
 */
export function withFlatFee(columns: Chosen, { headers }: Columns): Chosen {
  const { unitPrice, ...others } = columns;
  const isLine =
    columns.quantity === undefined &&
    columns.amount === undefined &&
    columns.client !== undefined &&
    columns.periodStart !== undefined;
  if (unitPrice === undefined || !isLine) return columns;
  return headerScore(foldHeader(headers.get(unitPrice) ?? ""), "amount") > 0.5
    ? { ...others, amount: unitPrice }
    : columns;
}

/** The column of the latest month that stands as a header over numbers: "Sep-26". */
function latestMonth({ headers, profiles }: Columns, taken: (column: number) => boolean): number | undefined {
  return [...headers]
    .flatMap(([column, header]) => {
      const parsed = parseDate(header, "General");
      const isNumeric = (profiles.get(column)?.numbers ?? 0) > 0.5;
      return parsed.kind === "span" && isNumeric && !taken(column) ? [{ column, start: parsed.start }] : [];
    })
    .sort((a, b) => (a.start < b.start ? 1 : -1))[0]?.column;
}

/** Whether a column of costs states what is billed: nothing else does, or it is quantity × price. */
function isAmount(region: Region, { headers }: Columns, columns: Chosen, rows: readonly number[]): boolean {
  const { cost, unitPrice, quantity } = columns;
  if (cost === undefined || OWN_COST.test(foldHeader(headers.get(cost) ?? ""))) return false;
  if (unitPrice === undefined || quantity === undefined) return unitPrice === undefined;
  const read = (row: number, column: number): number | null => {
    const mark = decimalMarkOf(rows.map((each) => cellAt(region.sheet, each, column)));
    const parsed = parseNumber(cellAt(region.sheet, row, column), mark);
    return parsed.kind === "number" ? parsed.value.toNumber() : null;
  };
  const sampled = rows.slice(0, 30).flatMap((row) => {
    const [amount, price, count] = [read(row, cost), read(row, unitPrice), read(row, quantity)];
    return amount === null || price === null || count === null
      ? []
      : [Math.abs(amount - price * count) < 0.01];
  });
  return sampled.length > 0 && sampled.filter(Boolean).length >= sampled.length * 0.8;
}

function isSpan(region: Region, column: number, rows: readonly number[]): boolean {
  const filled = rows.filter((row) => textOf(cellAt(region.sheet, row, column)) !== "");
  const spans = filled.filter(
    (row) =>
      parseDate(cellAt(region.sheet, row, column), formatAt(region.sheet, row, column), "month-first")
        .kind === "span",
  );
  return filled.length > 0 && spans.length > filled.length / 2;
}

/** Whether the header over the clients names something else: the product that the whole block counts. */
export function isProductHeading(columns: Chosen, headers: ReadonlyMap<number, string>): boolean {
  const { client, product, sku } = columns;
  if (client === undefined || product !== undefined || sku !== undefined) return false;
  return headerScore(foldHeader(headers.get(client) ?? ""), "client") === 0;
}
