import type { Suggestion } from "../records";
import { clientKey, domainKey, foldWords, productKey } from "../normalise";
import type { Target } from "./resolve";

/** Suggestions below this score only distract; above it they are shown, never applied. */
const SHOWN_FROM = 0.5;
const SHOWN_AT_MOST = 3;

/** Public suffixes and generic words of a domain say nothing about the client. */
const DOMAIN_ENDINGS = /\.(onmicrosoft\.com|co\.\p{L}{2}|com\.\p{L}{2}|[\p{L}]{2,})$/u;

/** Scores unmapped clients against billed clients: shared words weighted by how rare they are, and domains. */
export function clientSuggester(billed: readonly Target[]): (name: string) => readonly Suggestion[] {
  const score = wordScorer(billed.map((target) => clientKey(target.name).split(" ")));
  const joined = billed.map((target) => clientKey(target.name).replace(/ /g, ""));
  return (name) => {
    const domain = domainKey(name);
    if (domain !== null) {
      const label = domain.replace(DOMAIN_ENDINGS, "").replace(/[^\p{L}\p{N}]/gu, "");
      return best(
        billed.map((target, i) => ({
          to: target.name,
          score: domainScore(label, joined[i] ?? ""),
          why: `the domain ${domain} resembles the name`,
        })),
      );
    }
    const words = clientKey(name).split(" ");
    return best(billed.map((target, i) => ({ to: target.name, ...score(words, i) })));
  };
}

/** Scores unmapped products against billed services by shared words weighted by how rare they are. */
export function productSuggester(billed: readonly Target[]): (name: string) => readonly Suggestion[] {
  const score = wordScorer(billed.map((target) => productWords(target.name)));
  return (name) => {
    const words = productWords(name);
    return best(billed.map((target, i) => ({ to: target.name, ...score(words, i) })));
  };
}

/** Spellings that vendors use for the same word of a product name. */
const PRODUCT_WORDS: ReadonlyMap<string, string> = new Map([
  ["m365", "microsoft 365"],
  ["o365", "office 365"],
  ["av", "antivirus"],
  ["nce", ""],
]);

function productWords(name: string): readonly string[] {
  return foldWords(productKey(name)).flatMap((word) => {
    const known = PRODUCT_WORDS.get(word);
    return known === undefined ? [word] : known.split(" ").filter((part) => part !== "");
  });
}

type Scored = Omit<Suggestion, "to">;

/** Dice coefficient of the words, each weighted by its rarity among the billed names. */
function wordScorer(
  names: readonly (readonly string[])[],
): (words: readonly string[], name: number) => Scored {
  const nameCount = new Map<string, number>();
  for (const words of names)
    for (const word of new Set(words)) nameCount.set(word, (nameCount.get(word) ?? 0) + 1);
  const weight = (word: string): number =>
    Math.log(1 + (names.length + 1) / ((nameCount.get(word) ?? 0) + 0.5));
  const total = (words: ReadonlySet<string>): number =>
    [...words].reduce((all, word) => all + weight(word), 0);
  return (words, name) => {
    const ours = new Set(words);
    const theirs = new Set(names[name] ?? []);
    const shared = new Set([...ours].filter((word) => theirs.has(word)));
    const all = total(ours) + total(theirs);
    return {
      score: all === 0 ? 0 : (2 * total(shared)) / all,
      why: `shares "${[...shared].join(" ")}"`,
    };
  };
}

function domainScore(label: string, name: string): number {
  if (label === "" || name === "") return 0;
  if (label === name) return 0.95;
  const [shorter, longer] = label.length < name.length ? [label, name] : [name, label];
  return longer.startsWith(shorter) && shorter.length >= 4 ? 0.6 + (0.3 * shorter.length) / longer.length : 0;
}

function best(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  return suggestions
    .filter((suggestion) => suggestion.score >= SHOWN_FROM)
    .sort((a, b) => b.score - a.score || (a.to < b.to ? -1 : 1))
    .slice(0, SHOWN_AT_MOST)
    .map((suggestion) => ({ ...suggestion, score: Math.round(suggestion.score * 100) / 100 }));
}
