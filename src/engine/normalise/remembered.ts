/** Enough for the names of a large month; what exceeds it starts anew, so that memory stays bounded. */
const MOST_REMEMBERED = 100_000;

/**
 * A function of one text that remembers its answers: sheets repeat the same few names on every row, and folding Unicode is
 * what recognising them costs most.
 */
export function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = compute(text);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(text, value);
    return value;
  };
}

/** What is known for the texts so far, by the next one. */
interface Known<T> {
  answer: { readonly value: T } | null;
  readonly next: Map<string | null, Known<T>>;
}

/** As `remembered`, for a function that looks at several texts of its subject, each of which may be missing. */
export function rememberedByTexts<Subject, T>(
  textsOf: (subject: Subject) => readonly (string | null)[],
  compute: (subject: Subject) => T,
): (subject: Subject) => T {
  const known: Known<T> = { answer: null, next: new Map() };
  return (subject) => {
    let at = known;
    for (const text of textsOf(subject)) {
      let next = at.next.get(text);
      if (next === undefined) {
        next = { answer: null, next: new Map() };
        at.next.set(text, next);
      }
      at = next;
    }
    at.answer ??= { value: compute(subject) };
    return at.answer.value;
  };
}
