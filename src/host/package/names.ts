import type { Workbook, Worksheet } from "@zurmokeeper/exceljs";

/** A defined name: what it stands for as written, and the sheet that it belongs to alone. */
export interface DefinedName {
  readonly name: string;
  /** The formula in pieces, as the document library has them: joined by commas they are the formula. */
  readonly ranges: string[];
  readonly sheet?: Worksheet;
}

/**
 * The names of a workbook as they are written. The document library keeps names cell by cell: it loses those that are
 * formulas, forgets which sheet a name belongs to, and takes minutes for a name of whole columns.
 */
export class DefinedNames {
  private readonly workbook: Workbook;
  private names: readonly DefinedName[];

  private constructor(workbook: Workbook, names: readonly DefinedName[]) {
    this.workbook = workbook;
    this.names = names;
  }

  /** Makes a workbook keep these names, instead of the library's own way. */
  static install(workbook: Workbook, names: readonly DefinedName[]): void {
    Object.assign(workbook, { _definedNames: new DefinedNames(workbook, names) });
  }

  /** Every name of a workbook, those of single sheets included. */
  static of(workbook: Workbook): DefinedNames {
    return workbook.definedNames as unknown as DefinedNames;
  }

  /** As the document library writes them; names of sheets that are gone went with them. */
  get model(): readonly (DefinedName & { readonly localSheetId?: number })[] {
    return this.names.flatMap((entry) => {
      if (entry.sheet === undefined) return [entry];
      const localSheetId = this.workbook.worksheets.indexOf(entry.sheet);
      // A print area that was set since is written by the library.
      const isReplaced = entry.name === "_xlnm.Print_Area" && hasPrintArea(entry.sheet);
      return localSheetId < 0 || isReplaced ? [] : [{ ...entry, localSheetId }];
    });
  }

  set model(names: readonly DefinedName[]) {
    this.names = names;
  }

  /** Names that hold for the whole workbook. */
  get global(): readonly DefinedName[] {
    return this.names.filter(({ sheet }) => sheet === undefined);
  }

  /** Asked by the document library when rows move; the host follows names as it follows formulas. */
  spliceRows(): void {
    // See above.
  }

  /** As for rows. */
  spliceColumns(): void {
    // See above.
  }
}

function hasPrintArea({ pageSetup }: Worksheet): boolean {
  return (pageSetup as Partial<Worksheet["pageSetup"]> | null)?.printArea !== undefined;
}
