import { dirname, join } from "node:path";
import { createGroupKeys, Grouping, joinGroups, type GroupOutcome } from "../../src/engine/aggregate";
import { peerLoader } from "./peer-loader";
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
const KERNEL: Contestant = {
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

interface Sums {
  readonly client: string;
  readonly product: string;
  billed: number | null;
  used: number | null;
}

/** A Map by the two texts in one, which keeps no rows and adds binary fractions. */
const MAP: Contestant = {
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

function foundIn(sums: Iterable<Readonly<Sums>>, held: unknown): Found {
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

/** arquero 8 takes flechette 2; its later minor versions ask for a package that is not published everywhere. */
const load = peerLoader(
  "billing-reconciliation-scale-peers",
  ["arquero@8.0.3", "@duckdb/duckdb-wasm@1.32.0"],
  { "@uwdata/flechette": "2.2.7" },
);

/** The parts of arquero that are called here; its own types are not installed here. */
interface ArqueroTable {
  groupby: (...columns: string[]) => ArqueroTable;
  rollup: (values: object) => ArqueroTable;
  join_full: (other: ArqueroTable, on: readonly (readonly string[])[]) => ArqueroTable;
  objects: () => readonly { client: string; product: string; billed?: number; used?: number }[];
}
interface ArqueroModule {
  readonly table: (columns: object) => ArqueroTable;
  readonly op: { readonly sum: (column: string) => unknown };
}

const NAMES = ["client", "product"];

async function openArquero(): Promise<Contestant | null> {
  const module = (await load("arquero")) as ArqueroModule | null;
  if (module === null) return null;
  const { table, op } = module;
  const summed = (side: SideColumns, name: string): ArqueroTable =>
    table({ client: side.clients, product: side.products, quantity: side.quantities })
      .groupby("client", "product")
      .rollup({ [name]: op.sum("quantity") });
  return {
    name: "arquero",
    find: ({ billed, usage }) => {
      const joined = summed(billed, "billed").join_full(summed(usage, "used"), [NAMES, NAMES]);
      const rows = joined.objects().map(({ client, product, billed: charged, used }) => ({
        client,
        product,
        billed: charged ?? null,
        used: used ?? null,
      }));
      return foundIn(rows, joined);
    },
  };
}

/** The parts of DuckDB-Wasm and Apache Arrow that are called here. */
interface DuckConnection {
  insertArrowTable: (table: unknown, options: object) => void;
  query: (sql: string) => { toArray: () => readonly Sums[] };
}
interface DuckModule {
  readonly createDuckDB: (
    bundles: object,
    logger: object,
    runtime: unknown,
  ) => Promise<{ instantiate: (done: () => void) => Promise<unknown>; connect: () => DuckConnection }>;
  readonly NODE_RUNTIME: unknown;
  readonly VoidLogger: new () => object;
}
interface ArrowModule {
  readonly Table: new (columns: object) => unknown;
  readonly Utf8: new () => unknown;
  readonly vectorFromArray: (values: unknown, type?: unknown) => unknown;
}

const DUCK_SQL = `
  WITH b AS (SELECT client, product, sum(quantity) AS billed FROM billed GROUP BY ALL),
       u AS (SELECT client, product, sum(quantity) AS used FROM usage GROUP BY ALL)
  SELECT client, product, billed, used FROM b FULL JOIN u USING (client, product)`;

/** DuckDB-Wasm takes the columns as Arrow tables, which is its fastest way in; making them is part of its time. */
async function openDuck(): Promise<Contestant | null> {
  const entry = "@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs";
  const duck = (await load(entry)) as (DuckModule & { readonly default?: DuckModule }) | null;
  const arrow = (await load("apache-arrow")) as ArrowModule | null;
  if (duck === null || arrow === null) return null;
  const { createDuckDB, NODE_RUNTIME, VoidLogger } = duck.default ?? duck;
  const folder = await wasmFolder();
  const bundle = { mainModule: join(folder, "duckdb-eh.wasm"), mainWorker: "" };
  const mvp = { mainModule: join(folder, "duckdb-mvp.wasm"), mainWorker: "" };
  const database = await createDuckDB({ mvp, eh: bundle }, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate(() => undefined);
  const connection = database.connect();
  const insert = (name: string, side: SideColumns): void => {
    connection.query(`DROP TABLE IF EXISTS ${name}`);
    const table = new arrow.Table({
      client: arrow.vectorFromArray(side.clients, new arrow.Utf8()),
      product: arrow.vectorFromArray(side.products, new arrow.Utf8()),
      quantity: arrow.vectorFromArray(Float64Array.from(side.quantities)),
    });
    connection.insertArrowTable(table, { name, create: true });
  };
  return {
    name: "DuckDB-Wasm",
    find: ({ billed, usage }) => {
      insert("billed", billed);
      insert("usage", usage);
      return foundIn(connection.query(DUCK_SQL).toArray(), connection);
    },
  };
}

async function wasmFolder(): Promise<string> {
  const { createRequire } = await import("node:module");
  const { tmpdir } = await import("node:os");
  const folder = join(tmpdir(), "billing-reconciliation-scale-peers");
  const require = createRequire(join(folder, "index.js"));
  return dirname(require.resolve("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs"));
}

/** Everyone who takes part; a peer that cannot be installed is named with `null`. */
export async function openContestants(): Promise<
  readonly { readonly name: string; readonly contestant: Contestant | null }[]
> {
  return [
    { name: MAP.name, contestant: MAP },
    { name: KERNEL.name, contestant: KERNEL },
    { name: "arquero", contestant: await openArquero() },
    { name: "DuckDB-Wasm", contestant: await openDuck() },
  ];
}
