import { createGroupKeys, Grouping, joinGroups, type GroupOutcome } from "../../src/engine/aggregate";
import type { ScaleData, SideColumns } from "./scale-data";

/** One client and product whose quantities differ. */
export interface Finding {
  readonly client: string;
  readonly product: string;
  readonly outcome: string;
  /** usage − billed. */
  readonly difference: number;
}

/** What a contestant finds; `held` keeps its groups alive while memory is measured. */
export interface Found {
  readonly matched: number;
  readonly findings: readonly Finding[];
  readonly held: unknown;
}

/** A way to reconcile the two sides. */
export interface Contestant {
  readonly name: string;
  readonly find: (data: ScaleData) => Found | Promise<Found>;
}

/** This project's kernel, with the rows behind every sum. */
export const KERNEL: Contestant = {
  name: "this project",
  find: ({ billed, usage }) => {
    const keys = createGroupKeys();
    const [billedGroups, usageGroups] = [billed, usage].map((side) => {
      const grouping = new Grouping(keys);
      grouping.add({
        kind: "columns",
        keys: [side.clients, side.products],
        quantities: side.quantities,
        rowCount: side.quantities.length,
        firstRow: 1,
      });
      return grouping;
    }) as [Grouping, Grouping];
    const joined = joinGroups(billedGroups, usageGroups);
    const findings = joined.discrepancies().map((group): Finding => {
      const [client = "", product = ""] = keys.textsOf(group);
      return {
        client,
        product,
        outcome: joined.outcomeOf(group) ?? "",
        difference: joined.differenceOf(group),
      };
    });
    return { matched: joined.counts.matched, findings, held: [joined, billedGroups, usageGroups] };
  },
};

/** Both sums of one client and product; `null` where a side has no row. */
export interface Sums {
  readonly client: string;
  readonly product: string;
  billed: number | null;
  used: number | null;
}

/** A Map by the two texts in one, which keeps no rows and adds binary fractions. */
export const MAP: Contestant = {
  name: "Map",
  find: ({ billed, usage }) => {
    const sums = new Map<string, Sums>();
    const addAll = (side: SideColumns, field: "billed" | "used"): void => {
      for (let i = 0; i < side.quantities.length; i += 1) {
        const client = side.clients[i] ?? "";
        const product = side.products[i] ?? "";
        const key = `${client}|${product}`;
        let entry = sums.get(key);
        if (entry === undefined) {
          entry = { client, product, billed: null, used: null };
          sums.set(key, entry);
        }
        entry[field] = (entry[field] ?? 0) + (side.quantities[i] ?? 0);
      }
    };
    addAll(billed, "billed");
    addAll(usage, "used");
    return foundIn(sums.values(), sums);
  },
};

/** Compares sums, however they were made. */
export function foundIn(sums: Iterable<Readonly<Sums>>, held: unknown): Found {
  const findings: Finding[] = [];
  let matched = 0;
  for (const { client, product, billed, used } of sums) {
    const difference = (used ?? 0) - (billed ?? 0);
    if (difference === 0) matched += 1;
    else findings.push({ client, product, outcome: outcomeOf(billed, used, difference), difference });
  }
  return { matched, findings, held };
}

function outcomeOf(billed: number | null, used: number | null, difference: number): GroupOutcome {
  if (billed === null) return "unbilled";
  if (difference > 0) return "underbilled";
  return used === null || used === 0 ? "unused" : "overbilled";
}
