import type fc from "fast-check";
import { check } from "./decisions-check";
import { USED, type Model, type Real } from "./decisions-model";

export const KEYS = Object.keys(USED);

/** How often each step took effect over all sequences: a step that never does tests nothing. */
export const effects = new Map<string, number>();

/** A step that is checked against the model once it is done. */
export function step(
  name: string,
  canRun: (model: Model) => boolean,
  work: (model: Model, real: Real) => Promise<void>,
): fc.AsyncCommand<Model, Real> {
  return {
    check: canRun,
    toString: () => name,
    async run(model, real) {
      await work(model, real);
      check(model, real);
    },
  };
}

export function took(name: string): void {
  effects.set(name, (effects.get(name) ?? 0) + 1);
}
