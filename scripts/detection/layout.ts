import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ClientPlacement, Crosstab, Field, SheetGrid } from "../../src/engine";
import { readDescribed } from "./described";
import { readWritten } from "./written";

/** An export as a sheet, with the truth about what it is and what its columns mean. */
export interface Layout {
  readonly name: string;
  readonly role: string;
  /** 0-based; `null` when it has none. */
  readonly headerRow: number | null;
  readonly sheet: SheetGrid;
  /** The headers that may stand for a field. */
  readonly columns: ReadonlyMap<Field, readonly string[]>;
  /** Fields that no column stands for, where a guess would do harm. */
  readonly absent: readonly Field[];
  readonly countsRows: boolean;
  /** What its number columns spread over headers; left out where the truth does not say. */
  readonly across?: Crosstab["axis"];
  /** Where its clients stand; left out where the truth does not say. */
  readonly clients?: ClientPlacement;
}

/** Reads every layout of a folder: one in a JSON file each, or several in a text file. */
export function readLayouts(folder: string): readonly Layout[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const text = (): string => readFileSync(join(folder, file), "utf8");
      if (file.endsWith(".json")) return [readDescribed(basename(file, ".json"), text())];
      return file.endsWith(".txt") ? readWritten(text()) : [];
    });
}
