import { RelayProblem } from "./problem";

/** Lets only so many calls work at the same time; the others wait in their order. */
export interface Passage {
  through<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** A passage of `width`; beyond `waiting` callers it is too many. */
export function createPassage(width: number, waiting: number): Passage {
  let inside = 0;
  const queue: (() => void)[] = [];
  return {
    async through(work) {
      if (inside >= width) {
        if (queue.length >= waiting) {
          throw new RelayProblem(
            "too many",
            "The relay has too many requests waiting. Fetch again in a minute.",
          );
        }
        await new Promise<void>((resolve) => {
          queue.push(resolve);
        });
      } else inside += 1;
      try {
        return await work();
      } finally {
        // The place goes to the next in line, or becomes free.
        const next = queue.shift();
        if (next === undefined) inside -= 1;
        else next();
      }
    },
  };
}
