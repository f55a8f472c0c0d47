import type { Random } from "./random";

/** A parser under test, and what must hold of whatever it is given. */
export interface Target {
  readonly name: string;
  /** Ends of the paths of the files whose blocks are to be reached. */
  readonly files: readonly string[];
  /** Inputs to begin with. */
  readonly seeds: readonly string[];
  /** Pieces of text that mean something to the parser. */
  readonly words: readonly string[];
  /** Parses a text and throws away the result; what the growth of time is measured on. */
  readonly parse: (text: string) => void;
  /**
   * Parses a text and holds the result against what must be true of it.
   * @returns what kind of result it was, in one of a few words, so that inputs with a new one are kept.
   * @throws Fault
   */
  readonly check: (text: string) => string;
  /** Writes down a random value in some way that the parser must know, and reads it back. @throws Fault */
  readonly roundTrip: (random: Random) => void;
}

/** What a parser got wrong about an input. */
export class Fault extends Error {
  override readonly name = "Fault";
}

/** @throws Fault when the claim does not hold; the claim names the fault, the detail is the case at hand. */
export function must(holds: boolean, claim: string, ...detail: readonly unknown[]): asserts holds {
  if (!holds) throw new Fault(`${claim}: ${detail.map((one) => JSON.stringify(one)).join(", ")}`);
}
