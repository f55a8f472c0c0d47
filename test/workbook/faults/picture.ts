import type { EmbeddedHost } from "../../../src/host";
import { conditionalFormatsOf } from "../../../src/host/calc";

type Sheet = EmbeddedHost["workbook"]["worksheets"][number];

/** Everything of a sheet that a person sees: cells with their looks, widths, formats, tables. */
interface SheetPicture {
  readonly cells: readonly string[];
  readonly around: string;
}

interface TableModel {
  readonly name: string;
  readonly ref: string;
  readonly tableRef?: string;
  readonly style: { readonly theme?: string };
}

/** What people write beside results in these tests. */
export const DECISION_NOTE = "ask for the licence list";
const OUR_NAME = /\brc[_-]/;

function cellsOf(sheet: Sheet): readonly string[] {
  const cells: string[] = [];
  sheet.eachRow((row) => {
    row.eachCell((cell) => {
      const value: unknown = cell.formula ? `=${cell.formula}` : cell.value;
      if (value !== null) cells.push(JSON.stringify([cell.address, value, cell.style]));
    });
  });
  return cells;
}

function sheetPicture(sheet: Sheet): SheetPicture {
  const { cols, merges, tables, views } = sheet.model as unknown as Record<string, unknown>;
  // The add-in's highlights are tagged in their formulas; the others are the person's.
  const formats = conditionalFormatsOf(sheet).map(({ ref, rules }) => ({
    ref,
    rules: rules.filter((rule) => !OUR_NAME.test(JSON.stringify(rule))),
  }));
  const places = (tables as readonly TableModel[]).map(({ name, ref, tableRef, style }) =>
    [name, tableRef ?? ref, style.theme].join(),
  );
  const around = [sheet.state, cols, merges, places, views, formats.filter(({ rules }) => rules.length > 0)];
  return { cells: cellsOf(sheet), around: around.map((part) => JSON.stringify(part)).join("\n") };
}

/** A workbook as a person left it: the sheets that were there, and the names. */
export interface PeoplesPicture {
  readonly sheets: ReadonlyMap<string, SheetPicture>;
  readonly names: string;
}

/** @param ours Names of sheets that the add-in made. */
export function peoplesPicture({ workbook }: EmbeddedHost, ours: readonly string[]): PeoplesPicture {
  const sheets = workbook.worksheets.filter(({ name }) => !ours.includes(name));
  const names = workbook.definedNames.model.filter(({ name }) => !OUR_NAME.test(name));
  return {
    sheets: new Map(sheets.map((sheet) => [sheet.name, sheetPicture(sheet)])),
    names: JSON.stringify(names.map(({ name, ranges }) => [name, ranges])),
  };
}

/**
 * What of a person's workbook is not as it was. Their own sheets are the same in everything; tables that they prepared for
 * the add-in may have grown.
 * @param prepared Names of sheets with such tables.
 */
export function changedBy(
  { workbook }: EmbeddedHost,
  before: PeoplesPicture,
  prepared: readonly string[],
): readonly string[] {
  const changed: string[] = [];
  for (const [name, { cells, around }] of before.sheets) {
    const sheet = workbook.getWorksheet(name);
    if (sheet === undefined) {
      changed.push(`${name} is gone`);
      continue;
    }
    const now = sheetPicture(sheet);
    const there = new Set(now.cells);
    const lost = cells.filter((cell) => !there.has(cell));
    if (lost.length > 0) changed.push(`${name}: ${lost.slice(0, 3).join(" ")}`);
    if (prepared.includes(name)) continue;
    if (now.cells.length > cells.length) changed.push(`${name} has more cells`);
    if (now.around !== around) changed.push(`${name}: ${around} became ${now.around}`);
  }
  const names = workbook.definedNames.model.filter(({ name }) => !OUR_NAME.test(name));
  const text = JSON.stringify(names.map(({ name, ranges }) => [name, ranges]));
  if (text !== before.names) changed.push(`the names: ${text}`);
  return changed;
}

/** A whole document: cells with their looks, widths, conditional formats, validations, tables and names, by their place. */
export function pictureOf({ workbook }: EmbeddedHost, without: readonly string[] = []): Picture {
  const picture = new Map<string, string>();
  for (const sheet of workbook.worksheets) {
    if (without.includes(sheet.name)) continue;
    const { cells, around } = sheetPicture(sheet);
    const { dataValidations } = sheet as unknown as { dataValidations: unknown };
    picture.set(`${sheet.name}: cells`, cells.join("\n"));
    picture.set(`${sheet.name}: around`, around);
    picture.set(`${sheet.name}: formats`, JSON.stringify(conditionalFormatsOf(sheet)));
    picture.set(`${sheet.name}: validations`, JSON.stringify(dataValidations));
  }
  for (const { name, ranges } of workbook.definedNames.model)
    if (!ranges.some((range) => without.some((sheet) => range.startsWith(`'${sheet}'!`))))
      picture.set(`name ${name}`, ranges.join());
  return picture;
}

export type Picture = ReadonlyMap<string, string>;

/** The first places at which two pictures differ, each with the lines that are not the other's. */
export function differences(one: Picture, other: Picture): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((place) => {
    const [a, b] = [one.get(place)?.split("\n") ?? [], other.get(place)?.split("\n") ?? []];
    if (one.get(place) === other.get(place)) return [];
    const only = (lines: readonly string[], rest: readonly string[]): string => {
      const known = new Set(rest);
      return lines
        .filter((line) => !known.has(line))
        .slice(0, 2)
        .join(" ");
    };
    return [`${place}: ${only(a, b)} instead of ${only(b, a)}`];
  });
}

/** Whether the workbook itself says that its results are not whole. */
export function isMarked({ workbook }: EmbeddedHost): boolean {
  const top = workbook.getWorksheet("Reconcile Summary")?.getCell("A1").value;
  return typeof top === "string" && top.startsWith("Not finished");
}

/** Decisions, reasons, owners and notes of the rows with the note of a decision. */
export function decisionsIn({ workbook }: EmbeddedHost): readonly string[] {
  const found: string[] = [];
  workbook.getWorksheet("Discrepancies")?.eachRow((row) => {
    const texts = (row.values as unknown[]).map(String);
    if (texts.includes(DECISION_NOTE))
      found.push(JSON.stringify([texts[1], texts[2], ...texts.slice(13, 18)]));
  });
  return found.sort();
}
