import type { NameSet } from "./csv";

/** The best right id for a left id, with a score that is comparable between left ids. */
export interface Guess {
  readonly left: string;
  /** Right id; empty for none. */
  readonly right: string;
  readonly score: number;
}

/** Figures in percent. */
export interface Figures {
  /** Left ids with a match whose best candidate is one. */
  readonly top1: number;
  /** Best F1 over every threshold on the score. */
  readonly f1: number;
  /** Highest recall at a threshold where at least 99 % of the guesses are right. */
  readonly recallAt99: number;
}

/** Measures guesses: one per left id, a guess counts as right when the truth lists the pair. */
export function measure({ gold }: NameSet, guesses: readonly Guess[]): Figures {
  const made = guesses.filter((guess) => guess.right !== "").sort((a, b) => b.score - a.score);
  const isRight = (guess: Guess): boolean => gold.get(guess.left)?.has(guess.right) === true;
  let right = 0;
  let f1 = 0;
  let recallAt99 = 0;
  made.forEach((guess, i) => {
    if (isRight(guess)) right += 1;
    // Guesses of equal score stand or fall together.
    if (made[i + 1]?.score === guess.score) return;
    const precision = right / (i + 1);
    const recall = right / gold.size;
    if (right > 0) f1 = Math.max(f1, (2 * precision * recall) / (precision + recall));
    if (precision >= 0.99) recallAt99 = Math.max(recallAt99, recall);
  });
  return { top1: (100 * right) / gold.size, f1: 100 * f1, recallAt99: 100 * recallAt99 };
}
