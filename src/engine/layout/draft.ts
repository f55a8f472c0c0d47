import type { SheetGrid, SourceLayout } from "../records";
import { correctedRole } from "./corrected";
import { cellAt, columnsOf, rowsOf, type Region } from "./region";
import type { RoleChoice } from "./role";
import { foldHeader } from "./vocabulary";

/** A source as its own cells have it, before it is seen beside the others. */
export interface Draft {
  readonly region: Region | null;
  readonly layout: SourceLayout;
  readonly choice: RoleChoice | null;
}

/** Text beside or above a table that states no number is no source. */
export function isLetterhead({ layout, region }: Draft): boolean {
  if (region === null || layout.role !== "other" || region.sheet.tables.length === 0) return false;
  if (region.sheet.tables.some((table) => table.name === region.name)) return false;
  return !rowsOf(region.area).some((row) =>
    columnsOf(region.area).some((column) => typeof cellAt(region.sheet, row, column) === "number"),
  );
}

const SUMMED_HEADER = /^(?:sum|count|average|summe|anzahl|mittelwert|somme|suma) (?:of|von|de) (.+)$/;

/** A pivot of another sheet would count everything twice: its headers sum up a column that stands there. */
export function withoutPivots(drafts: readonly Draft[]): readonly Draft[] {
  return drafts.map((draft) => {
    const summed = [...draft.layout.headers.values()].flatMap(
      (header) => SUMMED_HEADER.exec(foldHeader(header))?.[1] ?? [],
    );
    const of = drafts.find(
      ({ layout }) =>
        layout !== draft.layout &&
        layout.role !== "other" &&
        [...layout.headers.values()].some((header) => summed.includes(foldHeader(header))),
    );
    if (of === undefined || draft.layout.role === "other" || isRoleGiven(draft)) return draft;
    const reasons = [`it sums up "${of.layout.name}", which is read itself`];
    return { ...draft, layout: { ...draft.layout, role: "other", reasons } };
  });
}

/** Without any billed source, the one that a person called an invoice by name or prices is the nearest; none is forced. */
export function needOneInvoice(drafts: readonly Draft[]): readonly Draft[] {
  if (drafts.some(({ layout }) => layout.role === "billed")) return drafts;
  const named = drafts.filter(
    (draft) =>
      draft.layout.role === "usage" &&
      draft.choice !== null &&
      draft.choice.billedScore > -2 &&
      !isRoleGiven(draft),
  );
  if (named.length !== 1 || drafts.filter(({ layout }) => layout.role === "usage").length < 2) return drafts;
  return drafts.map((draft) =>
    draft === named[0]
      ? {
          ...draft,
          layout: {
            ...draft.layout,
            role: "billed",
            confidence: 0.4,
            reasons: [...draft.layout.reasons, "it is the most invoice-like sheet"],
          },
        }
      : draft,
  );
}

/** Whether a person said what the source is. */
const isRoleGiven = ({ layout }: Draft): boolean => correctedRole(layout.corrected ?? []) !== null;

/** A sheet, or a part of one, that is only listed. */
export function emptyLayout(sheet: SheetGrid): SourceLayout {
  const rows = sheet.area === null ? [] : rowsOf(sheet.area);
  return {
    name: sheet.name,
    sheet: sheet.name,
    role: "other",
    area: sheet.area,
    headerRow: null,
    columns: {},
    headers: new Map(),
    countsRows: false,
    crosstab: null,
    clientPlacement: "row",
    clientColumn: null,
    skippedRows: new Map(rows.map((row) => [row, "note"] as const)),
    confidence: 0,
    reasons: [sheet.area === null ? "the sheet is empty" : "no header row was found"],
  };
}
