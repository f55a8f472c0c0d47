import { remembered } from "../normalise";
import { createCatalogue, joinCatalogues } from "./catalogue";
import renames from "./microsoft-renames.json";
import microsoft from "./microsoft.json";

/** Every vendor's list: one line each. */
const known = joinCatalogues([createCatalogue(microsoft, renames)]);

/**
 * The product that a part number, GUID, display name or earlier name stands for, such as `microsoft/SPB`; `null` when
 * the catalogue does not know it. Free, trial and sector variants have keys of their own.
 */
export function catalogueKey(text: string): string | null {
  return found(text).key;
}

/** Sheets repeat the same few products on every row. */
const found = remembered((text: string): { readonly key: string | null } => ({ key: known(text) }));
