import { KERNEL, MAP, type Contestant, type Found } from "./scale-contestants";
import { openArquero, openDuck } from "./scale-peers";
import { collectGarbage, median } from "./runs";
import { makeScaleData, type RowOrder } from "./scale-data";

const SIZES = [10_000, 100_000, 500_000, 1_048_575] as const;
const ORDERS: readonly RowOrder[] = ["by client", "shuffled"];
/** Runs of a size that are counted; short ones swing more. */
const repetitionsOf = (size: number): number => (size < 100_000 ? 25 : 5);

/**
 * Prints how long grouping and comparing N billed lines and N usage rows takes beside a Map, arquero and DuckDB-Wasm: medians
 * of alternating runs, as milliseconds and as ratios against the Map, and the memory that each keeps at the largest N.
 * @throws Error where two contestants find different things.
 */
export async function benchScale(print: (line: string) => void): Promise<void> {
  const opened = [
    { name: MAP.name, contestant: MAP },
    { name: KERNEL.name, contestant: KERNEL },
    { name: "arquero", contestant: await openArquero() },
    { name: "DuckDB-Wasm", contestant: await openDuck() },
  ];
  const contestants = opened.flatMap(({ contestant }) => contestant ?? []);
  for (const { name, contestant } of opened) if (contestant === null) print(`${name} skipped: not installed`);
  for (const order of ORDERS) {
    print(`\nGrouping and comparing, rows ${order}: median, ratio to Map`);
    for (const size of SIZES) {
      const times = await timesOf(contestants, size, order);
      const base = median(times.get("Map") ?? []);
      const figures = contestants.map(({ name }) => {
        const time = median(times.get(name) ?? []);
        return `${name} ${time.toFixed(0)} ms (${(time / base).toFixed(2)})`;
      });
      print(
        `  ${size.toLocaleString("en").padStart(9)} + ${size.toLocaleString("en")}: ${figures.join(", ")}`,
      );
    }
  }
  const largest = SIZES[SIZES.length - 1] ?? 0;
  print(`\nMemory kept above the parsed input at ${largest.toLocaleString("en")}:`);
  for (const contestant of contestants)
    print(`  ${contestant.name}: ${(await memoryOf(contestant, largest)).toFixed(0)} MB`);
}

/** Times of every contestant; each run has rows of its own, and the first contestant is another one each time. */
async function timesOf(
  contestants: readonly Contestant[],
  size: number,
  order: RowOrder,
): Promise<ReadonlyMap<string, number[]>> {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  // The first round warms up and is not counted.
  for (let round = 0; round <= repetitionsOf(size); round += 1) {
    let expected: string | null = null;
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const contestant = contestants[(turn + round) % contestants.length];
      if (contestant === undefined) continue;
      const data = makeScaleData(size, order);
      // Nobody pays for the garbage of another; among short runs, collecting would also throw away compiled code.
      if (size >= 100_000) collectGarbage();
      const start = performance.now();
      const found = await contestant.find(data);
      const time = performance.now() - start;
      if (round > 0) times.get(contestant.name)?.push(time);
      const picture = pictureOf(found);
      expected ??= picture;
      if (picture !== expected)
        throw new Error(
          `${contestant.name} finds something else at ${size} rows ${order}; the figures mean nothing.`,
        );
    }
  }
  return times;
}

/** Everything that was found, in one order. */
function pictureOf({ matched, findings }: Found): string {
  const lines = findings.map(
    ({ client, product, outcome, difference }) => `${client}\t${product}\t${outcome}\t${difference}`,
  );
  return [`${matched} matched`, ...lines.sort()].join("\n");
}

/** Memory in megabytes that the groups of a contestant keep, beside the rows that they were made of. */
async function memoryOf(contestant: Contestant, size: number): Promise<number> {
  const data = makeScaleData(size, "shuffled");
  const before = await usedBytes();
  const found = await contestant.find(data);
  const kept = (await usedBytes()) - before;
  // Reading both afterwards keeps them alive until here.
  if (found.held === null || data.billed.clients.length !== size) throw new Error("The run kept nothing.");
  return kept / 2 ** 20;
}

/** Memory in use after what nobody holds is gone; buffers go a turn after the objects that own them. */
async function usedBytes(): Promise<number> {
  for (let turn = 0; turn < 3; turn += 1) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
