import { foldText, productTokens } from "../normalise";

/** A vendor's list of products, as the files of this folder hold it; README.md says how to add one. */
export interface VendorCatalogue {
  /** Short lower-case name of the vendor; product names may leave it out ("M365 E3"). */
  readonly vendor: string;
  /** Where the list comes from, and the day it was read. */
  readonly source: string;
  readonly date: string;
  /** Name, part numbers, ids, and names that it had earlier; several are joined by "|". */
  readonly products: readonly (readonly string[])[];
}

/** A rename that the vendor announced: the earlier name, the name now, the day, and what tells. */
export type Rename = readonly string[];

/** Tells which product a text names: a key such as `microsoft/SPB`, or `null`. */
export type Catalogue = (text: string) => string | null;

/**
 * Reads a vendor's list. Part numbers and ids are found however they are punctuated, names in any order of their words and
 * without the vendor's name and order words ("M365 Business Premium (Annual)"). A text that stands for two products has no
 * key. A name that the list itself uses wins over an announced earlier one.
 */
export function createCatalogue(list: VendorCatalogue, renames: readonly Rename[] = []): Catalogue {
  const byText = new Map<string, string | null>();
  const add = (form: string, key: string): void => {
    const known = byText.get(form);
    byText.set(form, known === undefined || known === key ? key : null);
  };
  const nameForm = (text: string): string => sortedWords(text, list.vendor);
  const uses = new Map<string, number>();
  for (const [, partNumbers = ""] of list.products)
    for (const part of split(partNumbers)) uses.set(part, (uses.get(part) ?? 0) + 1);
  for (const [name = "", partNumbers = "", ids = "", earlier = ""] of list.products) {
    // Microsoft's own table gives MCOPSTN5 to two products.
    const part = split(partNumbers).find((one) => uses.get(one) === 1);
    const key = `${list.vendor}/${part ?? split(ids)[0] ?? name}`;
    for (const id of [...split(partNumbers), ...split(ids)]) add(idForm(id), key);
    for (const known of [name, ...split(earlier).map((text) => text.split("@")[0] ?? "")])
      if (known !== "") {
        add(nameForm(known), key);
        add(exactForm(known), key);
      }
  }
  for (const [was = "", now = ""] of renames) {
    const key = byText.get(nameForm(now));
    if (key !== null && key !== undefined && !byText.has(nameForm(was))) byText.set(nameForm(was), key);
  }
  return (text) =>
    byText.get(idForm(text)) ?? byText.get(exactForm(text)) ?? byText.get(nameForm(text)) ?? null;
}

/** Several vendors' lists as one; a text that two vendors know stands for neither. */
export function joinCatalogues(catalogues: readonly Catalogue[]): Catalogue {
  return (text) => {
    const found = catalogues.flatMap((catalogue) => catalogue(text) ?? []);
    return found.length === 1 ? (found[0] ?? null) : null;
  };
}

const split = (text: string): readonly string[] => (text === "" ? [] : text.split("|"));
const idForm = (text: string): string => `#${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "")}`;
const exactForm = (text: string): string => `=${foldText(text)}`;

/** A suite's code says for whom it is: E for enterprises, G for governments. */
const IMPLIED: readonly (readonly [RegExp, string])[] = [
  [/^e\d$/, "enterprise"],
  [/^g\d$/, "gcc"],
];

function sortedWords(text: string, vendor: string): string {
  const tokens = productTokens(text);
  const suite = tokens.some(({ text: word }) => word === "365" || word === "ems") ? tokens : [];
  const implied = IMPLIED.flatMap(([code, word]) =>
    suite.some((token) => code.test(token.text)) ? [word] : [],
  );
  return tokens
    .filter(({ text: word }) => !implied.includes(word))
    .filter(({ sort, text: word }) => sort !== "stop" && sort !== "order" && word !== vendor)
    .map((token) => token.text)
    .sort()
    .join(" ");
}
