import { UnreadableWorkbook } from "../errors";

/** Everything between `<` and `>`; a `>` inside an attribute's quotes does not end it. */
const MARKUP = /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<(?:[^"'<>]|"[^"]*"|'[^']*')*>/g;
const ATTRIBUTE = /([^\s=/<>"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * The text of an XML part in one form: without declaration, comments and CDATA sections, elements under the prefixes that
 * the document library knows, strict names turned into the transitional ones.
 * @throws UnreadableWorkbook for a part with its own entities, or that is no text
 */
export function canonicalXml(bytes: Uint8Array, part: string): string {
  const raw = decode(bytes, part);
  if (/<!DOCTYPE|<!ENTITY/i.test(raw.slice(0, 4096)))
    throw new UnreadableWorkbook(
      `The workbook declares its own text abbreviations (DOCTYPE in ${part}), which no spreadsheet program writes and which can do harm. Nothing was read. Open it in Excel and save it as .xlsx.`,
    );
  const hasOddities = raw.includes("<!--") || raw.includes("<![CDATA[") || raw.startsWith("<?");
  const xml = hasOddities
    ? raw.replace(MARKUP, (markup: string, text: string | undefined) => {
        if (text !== undefined) return escapeXml(text);
        return markup.startsWith("<!") || markup.startsWith("<?") ? "" : markup;
      })
    : raw;
  return withKnownPrefixes(xml.trimStart());
}

function decode(bytes: Uint8Array, part: string): string {
  const [a, b] = bytes;
  const declared = /encoding\s*=\s*["']([\w-]+)["']/.exec(
    new TextDecoder("latin1").decode(bytes.slice(0, 120)),
  );
  const encoding =
    a === 0xff && b === 0xfe
      ? "utf-16le"
      : a === 0xfe && b === 0xff
        ? "utf-16be"
        : (declared?.[1] ?? "utf-8");
  try {
    return new TextDecoder(/^utf-?16$/i.test(encoding) ? "utf-8" : encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UnreadableWorkbook(
      `The workbook is damaged: ${part} is not readable text. Open it in Excel, let it repair the file and save it again.`,
      { cause },
    );
  }
}

/** Namespaces by what their address contains, with the prefix that the document library expects. */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/\/spreadsheetml\/(2006\/)?main$/, ""],
  [/\/officeDocument\/(2006\/)?relationships$/, "r"],
  [/\/package\/2006\/(relationships|content-types)$/, ""],
  [/\/drawingml\/(2006\/)?spreadsheetDrawing$/, "xdr"],
  [/\/drawingml\/(2006\/)?main$/, "a"],
  [/\/spreadsheetml\/2009\/9\/main$/, "x14"],
  [/\/office\/excel\/2006\/main$/, "xm"],
];

/** The transitional address of a strict one. */
function transitional(uri: string): string {
  return uri.replace(
    /^http:\/\/purl\.oclc\.org\/ooxml\/(\w+)\//,
    "http://schemas.openxmlformats.org/$1/2006/",
  );
}

function knownPrefix(uri: string): string | null {
  return PREFIXES.find(([pattern]) => pattern.test(uri))?.[1] ?? null;
}

type Scope = ReadonlyMap<string, string>;

function withKnownPrefixes(xml: string): string {
  const declared = xml.matchAll(/\sxmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']/g);
  const isKnown = [...declared].every(([, prefix = "", uri = ""]) => {
    const known = knownPrefix(uri);
    return uri === transitional(uri) && (known === null ? prefix !== "" : known === prefix);
  });
  if (isKnown) return xml;
  const scopes: Scope[] = [new Map()];
  return xml.replace(MARKUP, (tag: string) => {
    if (tag.startsWith("</")) {
      const scope = scopes.pop() ?? new Map<string, string>();
      return `</${renamed(tag.slice(2, -1).trim(), scope, true)}>`;
    }
    const body = tag.slice(1, -1);
    const [name = ""] = /^[^\s/]+/.exec(body) ?? [];
    const around = scopes.at(-1) ?? new Map<string, string>();
    const scope = new Map(around);
    const attributes = attributesOf(body.slice(name.length));
    for (const [key, value] of attributes)
      if (key === "xmlns" || key.startsWith("xmlns:")) scope.set(key.slice(6), transitional(value));
    const isEmpty = body.endsWith("/");
    if (!isEmpty) scopes.push(scope);
    const kept = [...attributes].map(([key, value]) => {
      const isDeclaration = key === "xmlns" || key.startsWith("xmlns:");
      const own = isDeclaration
        ? `xmlns${suffix(knownPrefix(scope.get(key.slice(6)) ?? "") ?? key.slice(6))}`
        : "";
      return isDeclaration
        ? ([own, scope.get(key.slice(6)) ?? ""] as const)
        : ([renamed(key, scope, false), value] as const);
    });
    const text = [...new Map(kept)]
      .map(([key, value]) => ` ${key}="${value.replace(/"/g, "&quot;")}"`)
      .join("");
    return `<${renamed(name, scope, true)}${text}${isEmpty ? "/" : ""}>`;
  });
}

function suffix(prefix: string): string {
  return prefix === "" ? "" : `:${prefix}`;
}

function renamed(name: string, scope: Scope, isElement: boolean): string {
  const at = name.indexOf(":");
  if (at < 0 && !isElement) return name;
  const prefix = at < 0 ? "" : name.slice(0, at);
  const known = knownPrefix(scope.get(prefix) ?? "");
  if (known === null) return name;
  return known === "" ? name.slice(at + 1) : `${known}:${name.slice(at + 1)}`;
}

/** The attributes in a tag, with their values as written (still escaped). */
export function attributesOf(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = "", double, single] of tag.matchAll(ATTRIBUTE))
    attributes.set(name, double ?? single ?? "");
  return attributes;
}

/** An attribute's value as meant, or `null`. */
export function attributeOf(tag: string, name: string): string | null {
  const value = attributesOf(tag).get(name);
  return value === undefined ? null : unescapeXml(value);
}

/** Sets an attribute of a start tag, or with `null` takes it away. */
export function withAttribute(tag: string, name: string, value: string | null): string {
  const without = tag.replace(new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*')`), "");
  if (value === null) return without;
  return without.replace(/\s*(\/?)>$/, (_, end: string) => ` ${name}="${escapeXml(value)}"${end}>`);
}

/** The elements of a name, from start to end tag; elements of that name do not nest. */
export function elementsOf(xml: string, name: string): readonly string[] {
  return xml.match(elementPattern(name)) ?? [];
}

/** Matches whole elements of a name. */
export function elementPattern(name: string): RegExp {
  const attributes = `(?:\\s(?:[^"'<>/]|"[^"]*"|'[^']*'|/(?!>))*)?`;
  return new RegExp(`<${name}${attributes}(?:/>|>[\\s\\S]*?</${name}\\s*>)`, "g");
}

/** The start tag of an element. */
export function startTag(element: string): string {
  return /^<(?:[^"'<>]|"[^"]*"|'[^']*')*>/.exec(element)?.[0] ?? "";
}

/** The text in an element without child elements, as meant. */
export function textOf(element: string): string {
  return unescapeXml(element.replace(/<[^>]*>/g, ""));
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

export function unescapeXml(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return ENTITIES.get(name) ?? whole;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
