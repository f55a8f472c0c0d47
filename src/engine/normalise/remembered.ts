/** Enough for the names of a large month; what exceeds it starts anew, so that memory stays bounded. */
const MOST_REMEMBERED = 100_000;

/**
 * A function of one text or number that remembers its answers: sheets repeat the same few names and quantities on every
 * row, and folding Unicode is what recognising them costs most.
 */
export function remembered<Of extends string | number, T>(compute: (of: Of) => T): (of: Of) => T {
  const known = new Map<Of, T>();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    const value = compute(of);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(of, value);
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
