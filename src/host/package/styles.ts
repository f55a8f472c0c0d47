import { attributeOf, attributesOf, elementPattern, elementsOf, startTag, withAttribute } from "./xml";

/** Formats that Excel has by number without writing them down, and that the document library does not know. */
const BUILT_IN: ReadonlyMap<number, string> = new Map([
  [5, '"$"#,##0_);("$"#,##0)'],
  [6, '"$"#,##0_);[Red]("$"#,##0)'],
  [7, '"$"#,##0.00_);("$"#,##0.00)'],
  [8, '"$"#,##0.00_);[Red]("$"#,##0.00)'],
  [41, '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)'],
  [42, '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)'],
  [43, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)'],
  [44, '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)'],
  // What these show depends on the language of Excel; all of them show dates or times.
  ...[27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, "yyyy-mm-dd"] as const),
  ...[32, 33, 34, 35, 55, 56].map((id) => [id, "h:mm:ss"] as const),
]);

const EMPTY =
  '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders></styleSheet>';

/** A style sheet that every cell can refer to. */
export interface Styles {
  readonly xml: string;
  readonly formats: number;
  /** The format that dates written as text get. */
  readonly dateFormat: number;
}

/** Writes down the built-in formats that are used, and adds what a workbook without formats leaves out. */
export function mendStyles(part: string | null): Styles {
  const base = (part ?? EMPTY).replace(elementPattern("numFmt"), (element) => {
    const tag = startTag(element);
    return withAttribute(tag, "formatCode", quotedEscapes(attributeOf(tag, "formatCode") ?? "General"));
  });
  const [cellXfs = "<cellXfs><xf/></cellXfs>"] = elementsOf(base, "cellXfs");
  const xfs = elementsOf(cellXfs, "xf");
  const written = elementsOf(elementsOf(base, "numFmts")[0] ?? "", "numFmt");
  const known = new Set(written.map((element) => Number(attributesOf(element).get("numFmtId"))));
  const missing = new Set(
    xfs
      .map((xf) => Number(attributesOf(startTag(xf)).get("numFmtId") ?? 0))
      .filter((id) => BUILT_IN.has(id) && !known.has(id)),
  );
  const codes = [...missing].map((id) =>
    withAttribute(`<numFmt numFmtId="${id}"/>`, "formatCode", BUILT_IN.get(id) ?? ""),
  );
  const numFmts = `<numFmts>${written.join("")}${codes.join("")}</numFmts>`;
  const formats = xfs.length === 0 ? ["<xf/>"] : xfs;
  const all = `<cellXfs>${formats.join("")}<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>`;
  const rest = base.replace(elementPattern("numFmts"), "").replace(elementPattern("cellXfs"), "");
  const [root] = /<styleSheet(?:\s[^>]*)?>/.exec(rest) ?? ["<styleSheet>"];
  const open = root.endsWith("/>") ? `${root.slice(0, -2)}>` : root;
  const inner = rest.slice(rest.indexOf(root) + root.length).replace("</styleSheet>", "");
  const [before, after] = splitBefore(inner, /<(cellStyles|dxfs|tableStyles|colors|extLst)[\s/>]/);
  return {
    xml: `${open}${codes.length + known.size === 0 ? "" : numFmts}${before}${all}${after}</styleSheet>`,
    formats: formats.length,
    dateFormat: formats.length,
  };
}

/** The document library drops the backslashes of a format: what they keep from being a code goes into quotes. */
function quotedEscapes(code: string): string {
  return code.replace(/"[^"]*"|\[[^\]]*\]|(?:\\[^\s\-/:()"])+/g, (part) =>
    part.startsWith("\\") ? `"${part.replace(/\\(.)/gs, "$1")}"` : part,
  );
}

function splitBefore(xml: string, pattern: RegExp): readonly [string, string] {
  const at = xml.search(pattern);
  return at < 0 ? [xml, ""] : [xml.slice(0, at), xml.slice(at)];
}
