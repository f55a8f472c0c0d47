import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { peerLoader } from "./peer-loader";
import { foundIn, type Contestant, type Sums } from "./scale-contestants";
import type { SideColumns } from "./scale-data";

/** arquero 8 takes flechette 2; its later minor versions ask for a package that is not published everywhere. */
const FOLDER = "billing-reconciliation-scale-peers";
const load = peerLoader(FOLDER, ["arquero@8.0.3", "@duckdb/duckdb-wasm@1.32.0"], {
  "@uwdata/flechette": "2.2.7",
});

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

/** arquero by its tables; `null` where it cannot be installed. */
export async function openArquero(): Promise<Contestant | null> {
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
  readonly makeData: (parts: object) => unknown;
  readonly makeVector: (data: unknown) => unknown;
}

/** Texts as a column of an Arrow table. */
type TextColumn = (arrow: ArrowModule, texts: readonly string[]) => unknown;

/** As Arrow's own builder makes it, text by text. */
const builtColumn: TextColumn = ({ vectorFromArray, Utf8 }, texts) => vectorFromArray(texts, new Utf8());

/** Encoded into one buffer, which takes a fraction of the builder's time. */
const encodedColumn: TextColumn = ({ makeData, makeVector, Utf8 }, texts) => {
  const encoder = new TextEncoder();
  const valueOffsets = new Int32Array(texts.length + 1);
  let data = new Uint8Array(16 * texts.length);
  let length = 0;
  texts.forEach((text, i) => {
    if (length + 3 * text.length > data.length) {
      const grown = new Uint8Array(2 * data.length + 3 * text.length);
      grown.set(data);
      data = grown;
    }
    length += encoder.encodeInto(text, data.subarray(length)).written;
    valueOffsets[i + 1] = length;
  });
  return makeVector(makeData({ type: new Utf8(), length: texts.length, nullCount: 0, valueOffsets, data }));
};

const DUCK_SQL = `
  WITH b AS (SELECT client, product, sum(quantity) AS billed FROM billed GROUP BY ALL),
       u AS (SELECT client, product, sum(quantity) AS used FROM usage GROUP BY ALL)
  SELECT client, product, billed, used FROM b FULL JOIN u USING (client, product)`;

/**
 * DuckDB-Wasm takes the columns as Arrow tables, which is its fastest way in; making them is part of its time, with texts
 * encoded at once, and by Arrow's own builder.
 */
export async function openDuck(): Promise<readonly Contestant[] | null> {
  const entry = "@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs";
  const duck = (await load(entry)) as (DuckModule & { readonly default?: DuckModule }) | null;
  const arrow = (await load("apache-arrow")) as ArrowModule | null;
  if (duck === null || arrow === null) return null;
  const { createDuckDB, NODE_RUNTIME, VoidLogger } = duck.default ?? duck;
  const require = createRequire(join(tmpdir(), FOLDER, "index.js"));
  const folder = dirname(require.resolve(entry));
  const bundle = { mainModule: join(folder, "duckdb-eh.wasm"), mainWorker: "" };
  const mvp = { mainModule: join(folder, "duckdb-mvp.wasm"), mainWorker: "" };
  const database = await createDuckDB({ mvp, eh: bundle }, new VoidLogger(), NODE_RUNTIME);
  await database.instantiate(() => undefined);
  const connection = database.connect();
  const insert = (name: string, side: SideColumns, textColumn: TextColumn): void => {
    connection.query(`DROP TABLE IF EXISTS ${name}`);
    const table = new arrow.Table({
      client: textColumn(arrow, side.clients),
      product: textColumn(arrow, side.products),
      quantity: arrow.makeVector(Float64Array.from(side.quantities)),
    });
    connection.insertArrowTable(table, { name, create: true });
  };
  const contestant = (name: string, textColumn: TextColumn): Contestant => ({
    name,
    find: ({ billed, usage }) => {
      insert("billed", billed, textColumn);
      insert("usage", usage, textColumn);
      return foundIn(connection.query(DUCK_SQL).toArray(), connection);
    },
  });
  return [
    contestant("DuckDB-Wasm", encodedColumn),
    contestant("DuckDB-Wasm by Arrow's builder", builtColumn),
  ];
}
