// Taken once: looking up a global is what a copy of a hundred thousand objects would spend its time on.
const { create, getPrototypeOf, keys } = Object;
const { isArray } = Array;
const plain = Object.prototype;
const [DateClass, MapClass, SetClass] = [Date, Map, Set];

/**
 * Copies an object with all that it refers to, classes and circles included: what is one object stays one object.
 * @param copies What was copied already, and what is to stand in the place of something; added to.
 */
export function copyOf<T>(value: T, copies: Map<object, object>): T {
  if (typeof value !== "object" || value === null) return value;
  return (copies.get(value) ?? newCopy(value, copies)) as T;
}

function newCopy(value: object, copies: Map<object, object>): object {
  // Bytes, of pictures for example, are never changed in place.
  if (ArrayBuffer.isView(value)) return value;
  const prototype = getPrototypeOf(value) as object | null;
  const copy = prototype === plain ? {} : blankOf(value, prototype);
  copies.set(value, copy);
  if (copy instanceof MapClass)
    for (const [key, one] of value as Map<unknown, unknown>)
      copy.set(copyOf(key, copies), copyOf(one, copies));
  if (copy instanceof SetClass) for (const one of value as Set<unknown>) copy.add(copyOf(one, copies));
  const [from, to] = [value as Record<string, unknown>, copy as Record<string, unknown>];
  for (const name of keys(from)) to[name] = copyOf(from[name], copies);
  return copy;
}

function blankOf(value: object, prototype: object | null): object {
  if (isArray(value)) return new Array<unknown>(value.length);
  if (value instanceof DateClass) return new DateClass(value);
  if (value instanceof MapClass) return new MapClass();
  if (value instanceof SetClass) return new SetClass();
  return create(prototype) as object;
}
