import type { Suggestion } from "../records";
import { createMatcher } from "./matcher";
import type { Target } from "./resolve";

const SHOWN_AT_MOST = 3;

/** Scores unmapped clients against billed clients, the most likely first; nothing when none is likely. */
export function clientSuggester(billed: readonly Target[]): (name: string) => readonly Suggestion[] {
  return suggester(billed, "client");
}

/** Scores unmapped products against billed services, the most likely first; nothing when none is likely. */
export function productSuggester(billed: readonly Target[]): (name: string) => readonly Suggestion[] {
  return suggester(billed, "product");
}

function suggester(
  billed: readonly Target[],
  kind: "client" | "product",
): (name: string) => readonly Suggestion[] {
  const matcher = createMatcher(
    billed.map((target) => target.name),
    kind,
  );
  return (name) =>
    matcher
      .rank(name)
      .flatMap((match) => {
        const target = match.billed === null ? undefined : billed[match.billed];
        return target === undefined
          ? []
          : [{ to: target.name, score: Math.round(match.score * 100) / 100, why: match.why }];
      })
      .slice(0, SHOWN_AT_MOST);
}
