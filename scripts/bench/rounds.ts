import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { NameSet } from "./csv";

/** Somebody who matches a set of names. */
export interface Contestant<Answer> {
  readonly name: string;
  readonly run: (set: NameSet) => Answer | Promise<Answer>;
}

/** What a contestant answered, and its processor time for a whole set in milliseconds. */
export interface Timed<Answer> {
  readonly answer: Answer;
  readonly ms: number;
}

/** Runs before the first that counts, so that every contestant is compiled for names like these. */
const WARM_UPS = 4;
const MOST_ROUNDS = 9;
/** A contestant that has had so much time leaves the rounds; slow ones are told apart without many of them. */
const ENOUGH_MS = 1500;
/** Blanks that no contestant minds. */
const BLANKS = ["", " ", "\t", "\n", "\v", "\f", "\r"];

setFlagsFromString("--expose-gc");
/** Takes away what earlier contestants left, so that none pays for another. */
const collectGarbage = runInNewContext("gc") as () => void;

/**
 * What each contestant answers for a set, and its processor time for the whole set from the bare names on: the median of rounds in
 * which all take turns, each round beginning with another one. The names of a round are written with other blanks around them than
 * those of the rounds before: who remembers answers gains nothing.
 */
export async function takeTurns<Answer>(
  contestants: readonly Contestant<Answer>[],
  set: NameSet,
): Promise<ReadonlyMap<string, Timed<Answer>>> {
  const all = new Map<string, { readonly answer: Answer; readonly times: number[]; spent: number }>();
  for (let round = 0; round < WARM_UPS + MOST_ROUNDS; round += 1) {
    const written = withBlanks(set, round);
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const contestant = contestants[(turn + round) % contestants.length];
      const before = contestant === undefined ? undefined : all.get(contestant.name);
      if (contestant === undefined || (before !== undefined && before.spent > ENOUGH_MS)) continue;
      const { answer, ms } = await timed(() => contestant.run(written));
      const mine = before ?? { answer, times: [], spent: 0 };
      mine.spent += ms;
      // Whoever needs all of its time to warm up is told by its last run.
      if (round >= WARM_UPS || mine.spent > ENOUGH_MS) mine.times.push(ms);
      all.set(contestant.name, mine);
    }
  }
  return new Map([...all].map(([name, { answer, times }]) => [name, { answer, ms: median(times) }]));
}

async function timed<Answer>(run: () => Answer | Promise<Answer>): Promise<Timed<Answer>> {
  collectGarbage();
  const start = process.cpuUsage();
  const answer = await run();
  const { user, system } = process.cpuUsage(start);
  return { answer, ms: (user + system) / 1000 };
}

function withBlanks(set: NameSet, round: number): NameSet {
  const before = BLANKS[round % BLANKS.length] ?? "";
  const after = BLANKS[Math.floor(round / BLANKS.length) % BLANKS.length] ?? "";
  const write = (rows: NameSet["left"]): NameSet["left"] =>
    rows.map(({ id, name }) => ({ id, name: `${before}${name}${after}` }));
  return { ...set, left: write(set.left), right: write(set.right) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
