import type { Random } from "./random";
import type { Target } from "./target";

const SHORT = 4_000;
/** As long as the text of a cell can be. */
const LONG = 32_000;
/** Time below this says nothing: squares of the longer length take a second. */
const NOTABLE_MS = 60;
const HOPELESS_MS = 200;
/** Eight times the length may take this many times as long, with room for the collector of garbage; squares take 64. */
const MOST = 24;

/** A text that took more than its length's share of time. */
export interface Growth {
  readonly shape: string;
  readonly shortMs: number;
  readonly longMs: number;
}

/** Repeats pieces of inputs between others and measures whether time grows faster than length. */
export function findGrowth(
  target: Target,
  corpus: readonly string[],
  tries: number,
  random: Random,
): readonly Growth[] {
  const found: Growth[] = [];
  const part = (text: string): string => {
    const from = random.int(text.length + 1);
    return text.slice(from, from + random.int(6));
  };
  for (let i = 0; i < tries && found.length < 3; i += 1) {
    const text = random.pick(corpus);
    const piece =
      random.int(2) === 0
        ? random.pick([
            " ",
            "0",
            "1",
            "1 ",
            ".",
            ",",
            "'",
            '"',
            "(",
            "[",
            "x",
            "-",
            "\t",
            "{",
            "1,",
            "1.",
            "a ",
          ])
        : part(random.pick(corpus));
    if (piece === "") continue;
    const [before, after] = [
      part(text) + random.pick(["", "1", "x", '{"a":']),
      random.pick(["", "x", "!", "\n", "1"]) + part(text),
    ];
    const textOf = (length: number): string =>
      before + piece.repeat(Math.ceil(length / piece.length)) + after;
    const shape = JSON.stringify([before, piece, after]);
    // Whatever takes so long at first would not come back from a long text.
    const hopeless = [500, 2_000, SHORT].find(
      (length) =>
        timeOf(target, textOf(length)) > HOPELESS_MS && timeOf(target, textOf(length)) > HOPELESS_MS,
    );
    if (hopeless === undefined) {
      const [shortMs, longMs] = [timeOf(target, textOf(SHORT)), timeOf(target, textOf(LONG))];
      if (longMs < NOTABLE_MS || longMs < shortMs * MOST) continue;
      const again = [best(target, textOf(SHORT)), best(target, textOf(LONG))] as const;
      if (again[1] < NOTABLE_MS || again[1] < again[0] * MOST) continue;
      found.push({ shape, shortMs: again[0], longMs: again[1] });
    } else found.push({ shape, shortMs: timeOf(target, textOf(500)), longMs: Infinity });
  }
  return found;
}

function timeOf(target: Target, text: string): number {
  // Time of the processor: others that run on the machine are no matter.
  const start = process.cpuUsage();
  target.parse(text);
  return process.cpuUsage(start).user / 1000;
}

function best(target: Target, text: string): number {
  return Math.min(timeOf(target, text), timeOf(target, text), timeOf(target, text));
}
