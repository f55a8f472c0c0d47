import JSZip from "jszip";
import { UnreadableWorkbook } from "../errors";
import { openArchive, type Archive, type Limits } from "./archive";
import { readBookPart, writeBookPart, type BookPart } from "./book-part";
import { countLosses, type Loss } from "./losses";
import { relationsOf, type Relation } from "./relations";
import { mendSheet, type SheetExtras } from "./sheet";
import { mendStyles, type Styles } from "./styles";
import { attributeOf, canonicalXml, elementsOf, escapeXml, startTag, withAttribute } from "./xml";

/** A workbook file in the one form that the document library reads, and what has to be put back when it is saved. */
export interface NormalWorkbook {
  readonly archive: JSZip;
  readonly book: BookPart;
  /** By the sheet's position. */
  readonly extras: readonly SheetExtras[];
  /** Tables as written, by their name in lower case. */
  readonly tables: ReadonlyMap<string, string>;
  /** Parts that are put back as they are, by path, with their content types. */
  readonly kept: ReadonlyMap<string, Uint8Array>;
  readonly losses: readonly Loss[];
}

/** Parts beside the workbook that are put back as they are: labels of sensitivity live in them. */
const KEPT = [/^docprops\/custom\.xml$/, /^docmetadata\/labelinfo\.xml$/];

/**
 * Reads any writer's workbook: finds its parts by their relations, brings them into one form under fixed paths.
 * @throws UnreadableWorkbook
 */
export async function normaliseWorkbook(bytes: Uint8Array, limits?: Limits): Promise<NormalWorkbook> {
  const archive = await openArchive(bytes, limits);
  const root = await relationsOf(archive, "");
  const bookPath = root.find(({ kind }) => kind === "officeDocument")?.target ?? "xl/workbook.xml";
  if (!archive.has(bookPath) || bookPath.endsWith(".bin"))
    throw new UnreadableWorkbook(
      "The file is an archive but not an Excel workbook (.xlsx). Save it as .xlsx in the program that wrote it.",
    );
  const text = async (path: string): Promise<string> => canonicalXml(await archive.read(path), path);
  const book = readBookPart(await text(bookPath));
  const relations = await relationsOf(archive, bookPath);
  const target = (kind: string): string | undefined => {
    const found = relations.find((relation) => relation.kind === kind)?.target;
    return found !== undefined && archive.has(found) ? found : undefined;
  };
  const out = new JSZip();
  const put = (path: string, content: string | Uint8Array): void => {
    out.file(path, content, { compression: "STORE" });
  };
  const stylesPath = target("styles");
  const styles = mendStyles(stylesPath === undefined ? null : await text(stylesPath));
  put("xl/styles.xml", styles.xml);
  const textsPath = target("sharedStrings");
  const texts = textsPath === undefined ? null : elementsOf(await text(textsPath), "si").map(mendText);
  if (texts !== null) put("xl/sharedStrings.xml", `<sst>${texts.join("")}</sst>`);
  const themePath = target("theme");
  if (themePath !== undefined) put("xl/theme/theme1.xml", await archive.read(themePath));
  for (const name of ["core", "app"]) {
    const path = `docprops/${name}.xml`;
    if (archive.has(path)) put(`docProps/${name}.xml`, await text(path));
  }
  const sheets: { readonly listed: BookPart["sheets"][number]; readonly extras: SheetExtras }[] = [];
  const found: string[] = [];
  const tables = new Map<string, string>();
  const counts = { tables: 0, media: 0 };
  for (const listed of book.sheets) {
    const relation = relations.find(({ id }) => id === listed.relation);
    if (relation === undefined || !archive.has(relation.target))
      throw new UnreadableWorkbook(
        `The workbook is damaged: its sheet "${listed.name}" is listed, but missing from the file. Open it in Excel, let it repair the file and save it again.`,
      );
    if (relation.kind !== "worksheet") continue;
    const number = sheets.length + 1;
    const of = await relationsOf(archive, relation.target);
    const around = surroundings(listed.name, styles, texts?.length ?? null, book.is1904);
    const mended = mendSheet(await text(relation.target), of, around);
    found.push(...mended.losses);
    put(`xl/worksheets/sheet${number}.xml`, mended.xml);
    const copied = await copyRelated(archive, of, number, counts, tables, put);
    put(`xl/worksheets/_rels/sheet${number}.xml.rels`, relationList(copied));
    sheets.push({ listed, extras: mended.extras });
  }
  if (sheets.length === 0)
    throw new UnreadableWorkbook(
      "The workbook holds charts only, no sheet with cells. Choose the invoice workbook.",
    );
  put(
    "xl/workbook.xml",
    writeBookPart(
      book,
      sheets.map(({ listed }) => listed),
    ),
  );
  put(
    "xl/_rels/workbook.xml.rels",
    relationList(
      sheets.map((_, i) => ({
        id: `rId${i + 1}`,
        kind: "worksheet",
        target: `worksheets/sheet${i + 1}.xml`,
        isExternal: false,
      })),
    ),
  );
  const kept = new Map<string, Uint8Array>();
  for (const path of archive.paths)
    if (KEPT.some((pattern) => pattern.test(path))) kept.set(path, await archive.read(path));
  return {
    archive: out,
    book,
    extras: sheets.map(({ extras }) => extras),
    tables,
    kept,
    losses: countLosses(archive.paths, found),
  };
}

function surroundings(
  sheet: string,
  { formats, dateFormat }: Styles,
  sharedTexts: number | null,
  is1904: boolean,
): Parameters<typeof mendSheet>[2] {
  return { sheet, sharedTexts, formats, dateFormat, is1904 };
}

/** A shared text without the reading of East Asian words, and with a text where it is empty. */
function mendText(element: string): string {
  const plain = element.replace(/<(rPh|phoneticPr)\b[\s\S]*?(<\/\1>|\/>)/g, "");
  return /<t[\s/>]/.test(plain) ? plain : "<si><t></t></si>";
}

type Put = (path: string, content: string | Uint8Array) => void;

/** Copies what a sheet refers to under fixed paths: notes, tables and pictures. */
async function copyRelated(
  archive: Archive,
  relations: readonly Relation[],
  number: number,
  counts: { tables: number; media: number },
  tables: Map<string, string>,
  put: Put,
): Promise<readonly Relation[]> {
  const text = async (path: string): Promise<string> => canonicalXml(await archive.read(path), path);
  const copied: Relation[] = [];
  const media = async (relation: Relation): Promise<Relation> => {
    counts.media += 1;
    const name = `image${counts.media}.${/\.([a-z0-9]{3,4})$/.exec(relation.target)?.[1] ?? "png"}`;
    put(`xl/media/${name}`, await archive.read(relation.target));
    return { ...relation, target: `../media/${name}` };
  };
  const hasNotes = (["comments", "vmlDrawing"] as const).every((kind) =>
    relations.some((relation) => relation.kind === kind && archive.has(relation.target)),
  );
  for (const relation of relations) {
    if (relation.isExternal || !archive.has(relation.target)) continue;
    if (relation.kind === "comments") {
      put(`xl/comments${number}.xml`, await text(relation.target));
      copied.push({ ...relation, target: `../comments${number}.xml` });
    } else if (relation.kind === "vmlDrawing" && hasNotes) {
      put(`xl/drawings/vmlDrawing${number}.vml`, await archive.read(relation.target));
      copied.push({ ...relation, target: `../drawings/vmlDrawing${number}.vml` });
    } else if (relation.kind === "table") {
      counts.tables += 1;
      const xml = await text(relation.target);
      const tag = startTag(xml);
      tables.set((attributeOf(tag, "displayName") ?? attributeOf(tag, "name") ?? "").toLowerCase(), xml);
      put(`xl/tables/table${counts.tables}.xml`, mendTable(xml));
      copied.push({ ...relation, target: `../tables/table${counts.tables}.xml` });
    } else if (relation.kind === "image") copied.push(await media(relation));
    else if (relation.kind === "drawing") {
      const of = await relationsOf(archive, relation.target);
      const pictures: Relation[] = [];
      for (const one of of) {
        if (one.kind === "image" && archive.has(one.target)) pictures.push(await media(one));
        else if (one.isExternal) pictures.push(one);
      }
      put(`xl/drawings/drawing${number}.xml`, await text(relation.target));
      put(`xl/drawings/_rels/drawing${number}.xml.rels`, relationList(pictures));
      copied.push({ ...relation, target: `../drawings/drawing${number}.xml` });
    }
  }
  return copied;
}

/** Excel leaves out what is the default; the document library takes a missing header count for none. */
function mendTable(xml: string): string {
  const tag = startTag(xml);
  const headers = attributeOf(tag, "headerRowCount") ?? "1";
  const named = withAttribute(tag, "name", attributeOf(tag, "displayName") ?? attributeOf(tag, "name") ?? "");
  const rest = xml.slice(tag.length);
  const styled = rest.includes("<tableStyleInfo")
    ? rest
    : rest.replace("</table>", "<tableStyleInfo/></table>");
  return withAttribute(named, "headerRowCount", headers) + styled;
}

const TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

function relationList(relations: readonly Relation[]): string {
  const list = relations.map(
    ({ id, kind, target, isExternal }) =>
      `<Relationship Id="${escapeXml(id)}" Type="${TYPE}${kind}" Target="${escapeXml(target)}"${isExternal ? ' TargetMode="External"' : ""}/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join("")}</Relationships>`;
}
