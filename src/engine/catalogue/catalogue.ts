import { foldText, productTokens, remembered } from "../normalise";
import former from "./former-names.json";
import microsoft from "./microsoft.json";

/** Keys of products by identifier and by name; a name that stands for two products has no key. */
const byText = new Map<string, string | null>();

function add(form: string, key: string): void {
  const known = byText.get(form);
  byText.set(form, known === undefined || known === key ? key : null);
}

const idForm = (text: string): string => `#${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "")}`;

/** Words in any order, without order words, small words and the maker: "M365 Business Premium (Annual)". */
function nameForm(text: string): string {
  return productTokens(text)
    .filter(({ sort, text: word }) => sort !== "stop" && sort !== "order" && word !== "microsoft")
    .map((token) => token.text)
    .sort()
    .join(" ");
}

const exactForm = (text: string): string => `=${foldText(text)}`;

for (const [name = "", partNumbers = "", guids = "", earlier = ""] of microsoft.products) {
  const key = `${microsoft.vendor}/${partNumbers.split("|")[0] ?? ""}`;
  for (const id of [...partNumbers.split("|"), ...guids.split("|")]) add(idForm(id), key);
  for (const known of [name, ...earlier.split("|").map((text) => text.split("@")[0] ?? "")])
    if (known !== "") {
      add(nameForm(known), key);
      add(exactForm(known), key);
    }
}
for (const [was = "", now = ""] of former) {
  const key = byText.get(nameForm(now));
  // The table's own use of a name wins over an earlier one.
  if (key !== null && key !== undefined && !byText.has(nameForm(was))) byText.set(nameForm(was), key);
}

/**
 * The product that a part number, GUID, display name or earlier name stands for, such as `microsoft/SPB`; `null` when
 * the catalogue does not know it. Free, trial and sector variants have keys of their own.
 */
export function catalogueKey(text: string): string | null {
  return found(text).key;
}

/** Sheets repeat the same few products on every row. */
const found = remembered((text: string): { readonly key: string | null } => ({
  key: byText.get(idForm(text)) ?? byText.get(exactForm(text)) ?? byText.get(nameForm(text)) ?? null,
}));
