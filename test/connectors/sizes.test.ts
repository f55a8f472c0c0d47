import { createWorld } from "../vendors/world";
import { startRig } from "./rig";

/**
 * Worlds in which each system has 50,000 rows or more to read: many companies where rows are of companies, many copies of
 * each service where a request is needed per company.
 */
const SIZES: Readonly<
  Record<string, { readonly companies: number; readonly copies: number; readonly read: number }>
> = {
  connectwise: { companies: 100, copies: 143, read: 50_000 },
  autotask: { companies: 500, copies: 29, read: 50_000 },
  halopsa: { companies: 500, copies: 29, read: 50_000 },
  xero: { companies: 500, copies: 29, read: 50_000 },
  quickbooks: { companies: 500, copies: 29, read: 50_000 },
  "microsoft-graph": { companies: 50, copies: 1000, read: 50_000 },
  pax8: { companies: 50_000, copies: 1, read: 50_000 },
  ninjaone: { companies: 3_600, copies: 1, read: 50_000 },
  "datto-rmm": { companies: 3_600, copies: 1, read: 50_000 },
  // Every second company has the product that is counted.
  huntress: { companies: 50_000, copies: 1, read: 25_000 },
};

describe("50,000 rows", () => {
  it.each(Object.entries(SIZES))(
    "of %s are read whole, with progress",
    async (system, { companies, copies, read }) => {
      const rig = await startRig(system, createWorld(companies, copies));
      const steps: number[] = [];
      const source = await rig.fetch({ onRows: (rows) => steps.push(rows) });
      await rig.stop();
      expect(source.doubts).toEqual([]);
      expect(source.rows.length).toBeGreaterThanOrEqual(read);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      expect(steps.at(-1)).toBeGreaterThanOrEqual(
        system === "halopsa" || system === "xero" || system === "quickbooks" ? companies : read,
      );
    },
  );
});
