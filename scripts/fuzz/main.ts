/**
 * Fuzzes the parsers, guided by the blocks of code that inputs reach: `npm run fuzz -- [seconds] [--runs N] [--seed S]
 * [--only NAME] [--missing] [--save]`. Seconds or runs are for each parser; the same seed and runs give the same inputs.
 * `--missing` prints the code that nothing reached, `--save` writes a small corpus that reaches what was found.
 */
import { parseArgs } from "node:util";
import { Coverage } from "./coverage";
import { explore, shortened } from "./explore";
import { findGrowth } from "./growth";
import { readKept, writeKept } from "./kept";
import { Random } from "./random";
import type { Target } from "./target";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string" },
    seed: { type: "string", default: "20261125" },
    only: { type: "string", default: "" },
    missing: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
  },
});
const seed = Number(options.seed);
const mostRuns = options.runs === undefined ? Infinity : Number(options.runs);
const seconds = mostRuns === Infinity ? Number(positionals[0] ?? "20") : Infinity;
const GROWTH_TRIES = 1_500;

/** The shortest inputs that together reach all that a corpus reaches, each made shorter. */
function distilled(target: Target, corpus: readonly string[]): readonly string[] {
  const kinds = new Set<string>();
  const coverage = new Coverage();
  const resultOf = (input: string): string | null => {
    try {
      return target.check(input);
    } catch {
      return null;
    }
  };
  return [...new Set(corpus)]
    .sort((a, b) => a.length - b.length)
    .flatMap((input) => {
      const kind = resultOf(input);
      const isNew = coverage.take(target.files);
      if (kind === null || (!isNew && kinds.has(kind))) return [];
      kinds.add(kind);
      return [isNew ? input : shortened(input, (text) => resultOf(text) === kind)];
    });
}

// Code that is loaded before coverage begins is never counted.
const coverage = new Coverage();
const { TARGETS } = await import("./targets");
console.log(`seed ${seed}`);
console.log("| parser | inputs | blocks reached | kept | faults |");
console.log("| ------ | -----: | -------------: | ---: | -----: |");
for (const target of TARGETS.filter(({ name }) => name.includes(options.only))) {
  const kept = readKept(target);
  const end = performance.now() + seconds * 1000;
  const { runs, corpus, faults } = explore(target, {
    seed,
    corpus: [...kept.faults, ...kept.corpus],
    goesOn: (done) => done < mostRuns && performance.now() < end,
    reachesNew: () => coverage.take(target.files),
  });
  const growth = findGrowth(target, [...corpus, ...target.words], GROWTH_TRIES, new Random(seed));
  const { reached, total, missing } = coverage.reach(target.files);
  console.log(
    `| ${target.name} | ${runs} | ${reached} of ${total} | ${corpus.length} | ${faults.length + growth.length} |`,
  );
  for (const { input, message } of faults) console.log(`  FAULT ${JSON.stringify(input)}: ${message}`);
  for (const { shape, shortMs, longMs } of growth)
    console.log(`  TIME ${shape}: ${shortMs.toFixed(1)} ms, ${longMs.toFixed(1)} ms`);
  if (options.missing) for (const code of missing) console.log(`  missing: ${code.slice(0, 160)}`);
  if (options.save) {
    const found = faults.flatMap(({ input }) => (input === "" ? [] : input));
    writeKept(target, {
      faults: [...new Set([...kept.faults, ...found])],
      corpus: distilled(target, corpus),
    });
  }
}
