import { columnOf, lettersOf, LAST_ROW } from "../area";
import { UnreadableWorkbook } from "../errors";
import { slideFormula } from "./slide";
import { attributesOf, escapeXml, textOf, unescapeXml, withAttribute } from "./xml";

/** What cells may refer to. */
export interface CellSurroundings {
  readonly sheet: string;
  /** How many shared texts the workbook has; `null` when it has no list of them. */
  readonly sharedTexts: number | null;
  /** How many cell formats there are. */
  readonly formats: number;
  /** The format that dates written as text get. */
  readonly dateFormat: number;
  readonly is1904: boolean;
}

/** Cells that need more than the document library keeps. */
export interface CellFindings {
  /** Formulas that fill several cells by themselves, whose neighbours Excel would not fill any more. */
  spilling: number;
  dataTables: number;
  /** Texts, errors and truth values that formulas gave last, where the document library would take them for dates. */
  readonly results: { readonly address: string; readonly result: FormulaResult }[];
}

type FormulaResult = string | boolean | { readonly error: string };

const ROW_OR_CELL =
  /<row((?:\s(?:[^"'<>/]|"[^"]*"|'[^']*'|\/(?!>))*)?)\/?>|<c((?:\s(?:[^"'<>/]|"[^"]*"|'[^']*'|\/(?!>))*)?)(?:\/>|>([\s\S]*?)<\/c\s*>)/g;
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;
const ADDRESS = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i;
const FORMULA = /<f((?:\s(?:[^"'<>/]|"[^"]*"|'[^']*'|\/(?!>))*)?)(?:\/>|>([\s\S]*?)<\/f\s*>)/;
const VALUE = /<v(?:\s[^>]*)?(?:\/>|>([\s\S]*?)<\/v\s*>)/;
const DAY_MS = 86_400_000;

interface Master {
  readonly formula: string;
  readonly row: number;
  readonly column: number;
}

/**
 * The cells of a sheet in one form: each with its address, numbers that are numbers, dates as serials, shared formulas
 * written out, texts as they are meant. What could be read in two ways is refused with its cell.
 * @throws UnreadableWorkbook
 */
export function mendCells(sheetData: string, around: CellSurroundings, findings: CellFindings): string {
  const masters = mastersOf(sheetData);
  const rowsSeen = new Set<number>();
  let row = 0;
  let column = -1;
  let columnsSeen = new Set<number>();
  const damaged = (where: string, what: string): never => {
    throw new UnreadableWorkbook(
      `The workbook is damaged: ${where} of the sheet "${around.sheet}" ${what}. Open it in Excel, let it repair the file, check that cell and save it again.`,
    );
  };
  return sheetData.replace(
    ROW_OR_CELL,
    (whole, ofRow: string | undefined, ofCell: string | undefined, body = "") => {
      if (ofRow !== undefined) {
        const given = attributesOf(ofRow).get("r");
        row = given === undefined ? row + 1 : Number(given);
        if (!Number.isInteger(row) || row < 1 || row > LAST_ROW + 1)
          damaged(`a row numbered "${String(given)}"`, "is none that a sheet has");
        if (rowsSeen.has(row)) damaged(`row ${row}`, "is written twice");
        rowsSeen.add(row);
        column = -1;
        columnsSeen = new Set();
        return given === undefined ? withAttribute(whole, "r", String(row)) : whole;
      }
      const attributes = attributesOf(ofCell ?? "");
      const given = attributes.get("r");
      const match = given === undefined ? null : ADDRESS.exec(given);
      if (given !== undefined && match === null) damaged(`a cell called "${given}"`, "has no address");
      column = match === null ? column + 1 : columnOf(match[1] ?? "");
      const address = `${lettersOf(column)}${row}`;
      if (match !== null && Number(match[2]) !== row) damaged(`cell ${given ?? ""}`, `stands in row ${row}`);
      if (columnsSeen.has(column)) damaged(`cell ${address}`, "is written twice");
      columnsSeen.add(column);
      const format = Number(attributes.get("s") ?? 0);
      return mendCell(
        {
          address,
          row,
          column,
          type: attributes.get("t") ?? "n",
          format: format < around.formats ? format : 0,
          spills: attributes.has("cm"),
          body: body as string,
        },
        { around, masters, findings, damaged: (what) => damaged(`cell ${address}`, what) },
      );
    },
  );
}

interface Raw {
  readonly address: string;
  readonly row: number;
  readonly column: number;
  readonly type: string;
  readonly format: number;
  readonly spills: boolean;
  readonly body: string;
}

interface Tools {
  readonly around: CellSurroundings;
  readonly masters: ReadonlyMap<string, Master>;
  readonly findings: CellFindings;
  readonly damaged: (what: string) => never;
}

function mendCell(raw: Raw, tools: Tools): string {
  const { address, type, body } = raw;
  const formula = mendFormula(raw, tools);
  const written = VALUE.exec(body)?.[1] ?? "";
  const result = (value: FormulaResult): string => {
    if (formula !== "" && raw.format !== 0) tools.findings.results.push({ address, result: value });
    return formula !== "" && raw.format !== 0 ? "" : written.trim();
  };
  const value = (text: string, kind: string, format = raw.format): string =>
    `<c r="${address}"${format === 0 ? "" : ` s="${format}"`}${kind === "" ? "" : ` t="${kind}"`}>${formula}${text === "" ? "" : `<v>${text}</v>`}</c>`;
  if (type === "inlineStr" && formula === "") return inlineText(raw, written);
  if (written.trim() === "" && type !== "str") return value("", "");
  switch (type) {
    case "n":
      if (!NUMBER.test(written)) tools.damaged(`holds "${unescapeXml(written)}" as a number, which is none`);
      return value(written.trim(), "");
    case "s":
      if (tools.around.sharedTexts === null || !(Number(written) < tools.around.sharedTexts))
        tools.damaged("shows a text that is missing from the file");
      return value(written.trim(), "s");
    case "b":
      if (!/^\s*(0|1|true|false)\s*$/i.test(written))
        tools.damaged(`holds "${unescapeXml(written)}", which is neither true nor false`);
      return value(result(/1|true/i.test(written)) === "" ? "" : /1|true/i.test(written) ? "1" : "0", "b");
    case "d":
      return value(
        String(serialOf(written, tools)),
        "",
        raw.format === 0 ? tools.around.dateFormat : raw.format,
      );
    case "e":
      return value(result({ error: unescapeXml(written.trim()) }), "e");
    case "str":
    case "inlineStr":
      if (formula === "")
        return inlineText({ ...raw, body: `<is><t xml:space="preserve">${written}</t></is>` }, "");
      // The document library takes these for escaped twice.
      return value(result(unescapeXml(written)) === "" ? "" : written.replace(/&/g, "&amp;"), "str");
    default:
      return tools.damaged(`is of a kind "${type}" that no spreadsheet has`);
  }
}

/** A text in the cell itself; readings of East Asian words (furigana) are no part of it. */
function inlineText({ address, format, body }: Raw, written: string): string {
  const [inline = ""] = /<is(?:\s[^>]*)?>[\s\S]*<\/is\s*>/.exec(body) ?? [];
  const plain =
    inline === ""
      ? `<is><t>${written}</t></is>`
      : inline.replace(/<(rPh|phoneticPr)\b[\s\S]*?(<\/\1>|\/>)/g, "");
  const text = plain.replace(/_x([\da-f]{4})_/gi, (whole, code: string) => {
    const number = parseInt(code, 16);
    return number >= 32 || number === 9 || number === 10 || number === 13
      ? escapeXml(String.fromCharCode(number))
      : whole;
  });
  const start = `<c r="${address}"${format === 0 ? "" : ` s="${format}"`}`;
  return textOf(text) === "" ? `${start}/>` : `${start} t="inlineStr">${text}</c>`;
}

function mastersOf(sheetData: string): ReadonlyMap<string, Master> {
  const masters = new Map<string, Master>();
  if (!/<f\s[^>]*\bsi=/.test(sheetData)) return masters;
  let [row, column] = [0, -1];
  for (const [, ofRow, ofCell, body = ""] of sheetData.matchAll(ROW_OR_CELL)) {
    if (ofRow !== undefined) {
      row = Number(attributesOf(ofRow).get("r") ?? row + 1);
      column = -1;
      continue;
    }
    const letters = ADDRESS.exec(attributesOf(ofCell ?? "").get("r") ?? "")?.[1];
    column = letters === undefined ? column + 1 : columnOf(letters);
    const [, tag = "", text = ""] = FORMULA.exec(body) ?? [];
    const attributes = attributesOf(tag);
    if (attributes.get("t") === "shared" && text !== "")
      masters.set(attributes.get("si") ?? "", { formula: unescapeXml(text), row, column });
  }
  return masters;
}

function mendFormula({ body, row, column, spills }: Raw, { masters, findings, damaged }: Tools): string {
  const match = FORMULA.exec(body);
  if (match === null) return "";
  const [, tag = "", text = ""] = match;
  const attributes = attributesOf(tag);
  if (spills) findings.spilling += 1;
  switch (attributes.get("t")) {
    case "shared": {
      if (text !== "") return `<f>${text}</f>`;
      const master = masters.get(attributes.get("si") ?? "");
      if (master === undefined) return damaged("shares a formula that is missing from the file");
      return `<f>${escapeXml(slideFormula(master.formula, row - master.row, column - master.column))}</f>`;
    }
    case "array":
      return `<f t="array" ref="${attributes.get("ref") ?? ""}">${text}</f>`;
    case "dataTable":
      findings.dataTables += 1;
      return "";
    default:
      return text === "" ? "" : `<f>${text}</f>`;
  }
}

const ISO =
  /^\s*(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(?:Z|[+-]\d{2}:?\d{2})?)?\s*$/;

/** A date written as text, as the serial of the workbook's date system; a time zone is not applied, as in Excel. */
function serialOf(text: string, { around, damaged }: Tools): number {
  const match = ISO.exec(text);
  if (match === null) return damaged(`holds "${unescapeXml(text)}" as a date, which is none`);
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const date = Date.UTC(year, month - 1, day);
  if (new Date(date).getUTCDate() !== day || new Date(date).getUTCMonth() !== month - 1)
    return damaged(`holds "${unescapeXml(text)}" as a date, which is none`);
  const time = (hours * 3600 + minutes * 60 + seconds) / 86_400;
  return date / DAY_MS + 25_569 - (around.is1904 ? 1462 : 0) + time;
}
