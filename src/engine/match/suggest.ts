import type { Suggestion } from "../records";
import { clientKey, productKey } from "../normalise";
import type { MappingRow } from "./mapping-table";
import { createMatcher } from "./matcher";
import type { Target } from "./resolve";

const SHOWN_AT_MOST = 3;

/** Suggests billed names for a name that maps to nothing. */
export type Suggester = (name: string) => readonly Suggestion[];

/** Scores unmapped clients against billed clients, the most likely first; nothing when none is likely. */
export function clientSuggester(billed: readonly Target[], confirmed: readonly MappingRow[]): Suggester {
  return suggester(billed, confirmed, "client", clientKey);
}

/** Scores unmapped products against billed services, the most likely first; nothing when none is likely. */
export function productSuggester(billed: readonly Target[], confirmed: readonly MappingRow[]): Suggester {
  return suggester(billed, confirmed, "product", productKey);
}

/** A spelling of a billed name: its own, or one that a person confirmed for some source. */
interface Spelling {
  readonly target: Target;
  readonly text: string;
  readonly confirmedFor: string | null;
}

/** Confirmed names of one source help with the next: each is one more spelling of its billed name. */
function suggester(
  billed: readonly Target[],
  confirmed: readonly MappingRow[],
  kind: "client" | "product",
  keyOf: (name: string) => string,
): Suggester {
  const byKey = new Map(billed.map((target) => [target.key, target]));
  const own = billed.map((target): Spelling => ({ target, text: target.name, confirmedFor: null }));
  const spelled = new Set(own.map(({ text }) => keyOf(text)));
  const learned = confirmed.flatMap(({ status, source, name, to }): readonly Spelling[] => {
    const target = byKey.get(keyOf(to));
    const key = keyOf(name);
    if (status !== "confirmed" || target === undefined || name === "*" || spelled.has(key)) return [];
    spelled.add(key);
    return [{ target, text: name, confirmedFor: source }];
  });
  const spellings = [...own, ...learned];
  const matcher = createMatcher(
    spellings.map(({ text }) => text),
    kind,
  );
  return (name) => {
    const best = new Map<string, Suggestion>();
    for (const match of matcher.rank(name)) {
      const spelling = match.billed === null ? undefined : spellings[match.billed];
      if (spelling === undefined) continue;
      const score = Math.round(match.score * 100) / 100;
      const known = best.get(spelling.target.key);
      if (known === undefined || score > known.score)
        best.set(spelling.target.key, { to: spelling.target.name, score, why: whyOf(spelling, match.why) });
    }
    return [...best.values()].sort((a, b) => b.score - a.score).slice(0, SHOWN_AT_MOST);
  };
}

function whyOf({ target, text, confirmedFor }: Spelling, why: string): string {
  if (confirmedFor === null) return why;
  const where = confirmedFor === "*" ? "every source" : confirmedFor;
  return `"${text}" is confirmed as "${target.name}" for ${where}. ${why}`;
}
