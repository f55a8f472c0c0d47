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
