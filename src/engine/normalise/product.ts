import { foldText, idKey } from "./fold";

/**
 * What two spellings of one product or service have in common: case, accents, punctuation and blanks. Every word and
 * number counts: "Plan 1" and "Plan 2", "E3" and "E5" are different products.
 */
export function productKey(name: string): string {
  return foldText(name) || idKey(name);
}
