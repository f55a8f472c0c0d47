import type { Extraction, SourceLayout } from "../records";
import type { FileRows, RowSource } from "./file-rows";
import { FileTable } from "./file-table";
import { recogniseFile } from "./recognise-file";

/** A usage file as a source of a reconciliation: like a sheet, but its rows are grouped. */
export interface UsageFile {
  readonly layout: SourceLayout;
  readonly extraction: Extraction;
}

/** What a usage file is called, and which headers anything besides its recognised columns asks for. */
export interface UsageFileNames {
  /** Name of the file, for addresses. */
  readonly file: string;
  /** Name of the source. */
  readonly source: string;
  readonly headers: readonly string[];
}

/** As many rows tell what the columns are. */
const SAMPLED_ROWS = 200;

/** Reads the text of a usage file piece by piece into groups: memory grows with these, and by one integer a row. */
export class UsageFileReader {
  readonly #names: UsageFileNames;
  readonly #rows: RowSource;
  #sample: FileRows[] = [];
  #opened: { readonly table: FileTable; readonly layout: SourceLayout } | null = null;

  constructor(names: UsageFileNames, rows: RowSource) {
    this.#names = names;
    this.#rows = rows;
  }

  /** @throws UnreadableUsageFile */
  push(text: string): void {
    this.#take(this.#rows.push(text));
  }

  /** @throws UnreadableUsageFile */
  end(): UsageFile {
    this.#take(this.#rows.end());
    const { table, layout } = this.#opened ?? this.#open();
    return { layout, extraction: table.end() };
  }

  #take(block: FileRows): void {
    if (this.#opened !== null) {
      this.#opened.table.add(block, 0);
      return;
    }
    this.#sample.push(block);
    if (this.#sample.reduce((rows, each) => rows + each.rows.length, 0) >= SAMPLED_ROWS) this.#open();
  }

  #open(): { readonly table: FileTable; readonly layout: SourceLayout } {
    const { file, source, headers } = this.#names;
    const sample = this.#sample.flatMap(({ rows }) => rows).slice(0, SAMPLED_ROWS);
    const { layout, firstDataRow, width } = recogniseFile(file, source, sample, this.#rows.fields);
    const table = new FileTable(layout, width, headers);
    for (const block of this.#sample) table.add(block, firstDataRow);
    this.#sample = [];
    this.#opened = { table, layout };
    return this.#opened;
  }
}
