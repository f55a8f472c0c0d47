import { mutate } from "./mutate";
import { Random } from "./random";
import { Fault, type Target } from "./target";

/** An input that a target got wrong, made as short as it goes. */
export interface FoundFault {
  readonly input: string;
  readonly message: string;
}

export interface Exploration {
  readonly runs: number;
  /** Inputs that reach everything that was found, in the order in which they were met. */
  readonly corpus: readonly string[];
  readonly faults: readonly FoundFault[];
}

export interface ExploreOptions {
  readonly seed: number;
  readonly corpus: readonly string[];
  /** Asked before each batch. */
  readonly goesOn: (runs: number) => boolean;
  /** Whether code was reached since the last call that nothing had reached before; left out, results alone guide. */
  readonly reachesNew?: () => boolean;
}

const BATCH = 64;
/** Faults of one kind are one fault. */
const kindOf = ({ message }: Fault): string => message.slice(0, message.indexOf(":"));

/**
 * Tries mutations of a corpus on a target. An input that reaches new code or gives a new kind of result joins the corpus.
 * The same seed, corpus and number of runs give the same inputs.
 */
export function explore(
  target: Target,
  { seed, corpus: given, goesOn, reachesNew }: ExploreOptions,
): Exploration {
  const random = new Random(seed);
  const corpus: string[] = [];
  const kinds = new Set<string>();
  const faults = new Map<string, FoundFault>();

  const attempt = (input: string): { readonly kind: string } | { readonly fault: Fault } => {
    try {
      return { kind: target.check(input) };
    } catch (problem) {
      return {
        fault: problem instanceof Fault ? problem : new Fault(`crash ${String(problem).slice(0, 80)}: `),
      };
    }
  };
  const note = (fault: Fault, input: string): void => {
    if (faults.has(kindOf(fault))) return;
    const isSame = (text: string): boolean => {
      const one = attempt(text);
      return "fault" in one && kindOf(one.fault) === kindOf(fault);
    };
    const shortest = shortened(input, isSame);
    const last = attempt(shortest);
    faults.set(kindOf(fault), { input: shortest, message: ("fault" in last ? last.fault : fault).message });
  };
  /** Tries inputs, and keeps those that are new in what they give. */
  const run = (inputs: readonly string[]): void => {
    for (const input of inputs) {
      const one = attempt(input);
      if ("fault" in one) note(one.fault, input);
      else if (!kinds.has(one.kind)) {
        kinds.add(one.kind);
        corpus.push(
          shortened(input, (text) => {
            const shorter = attempt(text);
            return "kind" in shorter && shorter.kind === one.kind;
          }),
        );
      }
    }
  };

  const first = [...target.seeds, ...given];
  for (const input of first) {
    run([input]);
    if (reachesNew?.() === true && !corpus.includes(input)) corpus.push(input);
  }
  let runs = first.length;
  while (goesOn(runs)) {
    const pool = corpus.length === 0 ? target.seeds : corpus;
    const inputs = Array.from({ length: BATCH }, () =>
      mutate(random.pick(pool), random.pick(pool), target.words, random),
    );
    // Code is asked for once a batch, which is cheap; only a batch that reached something is gone through one by one.
    run(inputs);
    if (reachesNew?.() === true) corpus.push(...inputs);
    for (let i = 0; i < BATCH / 8; i += 1) {
      try {
        target.roundTrip(random);
      } catch (problem) {
        if (!(problem instanceof Fault)) throw problem;
        if (!faults.has(kindOf(problem)))
          faults.set(kindOf(problem), { input: "", message: problem.message });
      }
    }
    runs += BATCH + BATCH / 8;
  }
  return { runs, corpus, faults: [...faults.values()] };
}

/** A text with as much taken out as can be while it is still the same in what matters. */
export function shortened(text: string, isSame: (shorter: string) => boolean): string {
  let best = text;
  for (let size = Math.ceil(best.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < best.length;) {
      const shorter = best.slice(0, at) + best.slice(at + size);
      if (isSame(shorter)) best = shorter;
      else at += size;
    }
  }
  return best;
}
