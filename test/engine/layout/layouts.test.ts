import { join } from "node:path";
import { judge } from "../../../scripts/detection/judge";
import { readLayouts } from "../../../scripts/detection/layout";

const LAYOUTS = readLayouts(join(__dirname, "../../fixtures/layouts"));

/** What nobody could tell from the sheet alone, or what is left to a person to correct. */
const MISSES: Readonly<Record<string, readonly string[]>> = {
  // Nothing but another source says that the headers are clients.
  "clients-across-services-down": ["role other, is billed"],
  // Without prices, months of quantities are as likely usage; a workbook with usage beside it settles it.
  "months-across": ["role usage, is billed"],
  // A recurring price called an amount; there is no total that would prove it a price.
  "stripe-subscription-items": ["unitPrice none, is Unit Amount or Plan Amount"],
  // A due date is no billing period, except where the next one is meant.
  "dauerrechnungen-de": ["periodStart none, is Nächste Fälligkeit"],
  // The end of support is what a device has, not what is billed.
  "firewall-support-contracts": ["periodEnd none, is Support until"],
};

describe("layouts of exports", () => {
  it.each(LAYOUTS)("recognises $name", (layout) => {
    expect(judge(layout).misses).toEqual(MISSES[layout.name] ?? []);
  });

  it("finds nearly every column", () => {
    const judged = LAYOUTS.map((layout) => judge(layout).columns);
    const known = judged.reduce((sum, columns) => sum + columns.known, 0);
    const right = judged.reduce((sum, columns) => sum + columns.right, 0);
    expect(right / known).toBeGreaterThan(0.95);
  });
});
