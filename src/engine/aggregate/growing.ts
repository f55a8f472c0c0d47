/** Elements that a growing array starts with. */
const FIRST_LENGTH = 1024;

/**
 * The array itself while it has room for `length` elements, else a copy of twice the size. Arrays grow with their content:
 * one that is allocated for the largest input beforehand costs its pages on every run, and makes times swing.
 */
export function grownInts(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  if (length <= array.length) return array as Int32Array<ArrayBuffer>;
  const grown = new Int32Array(grownLength(array.length, length));
  grown.set(array);
  return grown;
}

/** As `grownInts`, for doubles. */
export function grownDoubles(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  if (length <= array.length) return array as Float64Array<ArrayBuffer>;
  const grown = new Float64Array(grownLength(array.length, length));
  grown.set(array);
  return grown;
}

function grownLength(from: number, atLeast: number): number {
  let length = Math.max(from, FIRST_LENGTH);
  while (length < atLeast) length *= 2;
  return length;
}
