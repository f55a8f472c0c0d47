import fc from "fast-check";
import { compareBook, type BookInput, type LineInput, type UsageInput } from "./book";

/** Clients and services of generated books; two clients are other spellings of the first. */
const CLIENTS = ["Acme Dental", "ACME Dental, LLC", "Bolt & Sons", "Café Nord"];
const SERVICES = ["M365 Premium", "EDR", "Backup"];
const SAME_CLIENT: Readonly<Record<string, string>> = { "ACME Dental, LLC": "Acme Dental" };

/** Quantities in thousandths, so that the oracle can add them as integers. */
const quantity = fc.integer({ min: -5_000, max: 200_000 });
const line = fc.record({
  client: fc.constantFrom(...CLIENTS),
  service: fc.constantFrom(...SERVICES),
  milli: quantity,
});
const usageRow = fc.record({
  client: fc.constantFrom(...CLIENTS, "Nobody Known Ltd"),
  product: fc.constantFrom(...SERVICES, "Mystery Product"),
  milli: fc.integer({ min: 0, max: 200_000 }),
});
type GeneratedLine = { readonly client: string; readonly service: string; readonly milli: number };
type GeneratedUsage = { readonly client: string; readonly product: string; readonly milli: number };

const generated = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 25 }),
  usage: fc.array(usageRow, { minLength: 1, maxLength: 25 }),
});

const PRICE_CENTS = 1234;

function bookOf(lines: readonly GeneratedLine[], usage: readonly GeneratedUsage[]): BookInput {
  return {
    invoice: lines.map(({ client, service, milli }): LineInput => ({
      client,
      service,
      quantity: milli / 1000,
      price: PRICE_CENTS / 100,
    })),
    usage: {
      Usage: usage.map(({ client, product, milli }): UsageInput => ({
        client,
        product,
        quantity: milli / 1000,
      })),
    },
  };
}

/** Sums per client and service in whole thousandths: no decimals, no floating point. */
function oracle(
  rows: readonly { readonly client: string; readonly name: string; readonly milli: number }[],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { client, name, milli } of rows) {
    const key = `${SAME_CLIENT[client] ?? client}/${name}`;
    sums.set(key, (sums.get(key) ?? 0) + milli);
  }
  return sums;
}

/** The shown client is whichever spelling the invoice has first; the oracle speaks of one of them. */
function oracleKey(client: string, service: string): string {
  return `${SAME_CLIENT[client] ?? client}/${service}`;
}

/** Cents of a difference in thousandths at the price, half away from zero. */
function centsOf(differenceMilli: number): number {
  const scaled = BigInt(Math.abs(differenceMilli)) * BigInt(PRICE_CENTS);
  const cents = Number((scaled + 500n) / 1000n);
  return differenceMilli < 0 && cents !== 0 ? -cents : cents;
}

describe("comparison of generated books", () => {
  it("lands every input row exactly once and ties the control totals", () => {
    fc.assert(
      fc.property(generated, ({ lines, usage }) => {
        const comparison = compareBook(bookOf(lines, usage));
        expect(comparison.sources.map((source) => source.rows.read)).toEqual([lines.length, usage.length]);
        for (const { rows, controlTotal } of comparison.sources) {
          const landed =
            rows.matched + rows.discrepant + rows.excluded + rows.unmapped + rows.rejected + rows.notChecked;
          expect(landed).toBe(rows.read);
          expect(controlTotal.ties).toBe(true);
        }
        const [invoiceTotal, usageTotal] = comparison.sources.map((source) =>
          Math.round(source.controlTotal.landed * 1000),
        );
        expect(invoiceTotal).toBe(lines.reduce((all, { milli }) => all + milli, 0));
        expect(usageTotal).toBe(usage.reduce((all, { milli }) => all + milli, 0));
      }),
    );
  });

  it("agrees with a brute-force oracle on every quantity and on the money, in exact arithmetic", () => {
    fc.assert(
      fc.property(generated, ({ lines, usage }) => {
        const billed = oracle(lines.map((row) => ({ ...row, name: row.service })));
        const known = new Set(lines.map((row) => SAME_CLIENT[row.client] ?? row.client));
        const knownServices = new Set(lines.map((row) => row.service));
        const used = oracle(
          usage
            .filter(
              (row) => known.has(SAME_CLIENT[row.client] ?? row.client) && knownServices.has(row.product),
            )
            .map((row) => ({ ...row, name: row.product })),
        );
        const { results } = compareBook(bookOf(lines, usage));
        expect(new Set(results.map((row) => oracleKey(row.client, row.service)))).toEqual(
          new Set([...billed.keys(), ...used.keys()]),
        );
        for (const row of results) {
          const key = oracleKey(row.client, row.service);
          expect(row.billedQuantity).toBe((billed.get(key) ?? 0) / 1000);
          if (row.outcome === "not checked") continue;
          const difference = (used.get(key) ?? 0) - (billed.get(key) ?? 0);
          expect(row.expectedQuantity).toBe((used.get(key) ?? 0) / 1000);
          if (billed.has(key)) expect(Math.round((row.impact ?? NaN) * 100)).toBe(centsOf(difference));
        }
      }),
    );
  });

  it("does not depend on the order of rows", () => {
    const shuffled = generated.chain(({ lines, usage }) =>
      fc.record({
        book: fc.constant(bookOf(lines, usage)),
        order: fc
          .constant(lines)
          .chain((all) =>
            fc.shuffledSubarray([...all.keys()], { minLength: all.length, maxLength: all.length }),
          ),
        usageOrder: fc.shuffledSubarray([...usage.keys()], {
          minLength: usage.length,
          maxLength: usage.length,
        }),
      }),
    );
    const quantities = (book: BookInput) =>
      compareBook(book).results.map(({ key, outcome, billedQuantity, expectedQuantity, impact }) => ({
        key,
        outcome,
        billedQuantity,
        expectedQuantity,
        impact,
      }));
    fc.assert(
      fc.property(shuffled, ({ book, order, usageOrder }) => {
        const invoice = order.flatMap((i) => book.invoice[i] ?? []);
        const usage = { Usage: usageOrder.flatMap((i) => book.usage.Usage?.[i] ?? []) };
        expect(quantities({ invoice, usage })).toEqual(quantities(book));
      }),
    );
  });
});
