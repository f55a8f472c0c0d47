import type { CellValue } from "../records";

/** The code of a blank cell. */
const BLANK_CODE = 0;
/** The code of a cell that shows an error such as `#N/A`: it names nothing. */
export const ERROR_CODE = -1;

/**
 * The distinct texts of one column as small integers, in the order of their first appearance. Each text is hashed once;
 * a cell that repeats the one above it is not hashed at all. Surrounding blanks do not tell texts apart.
 */
export class TextCodes {
  readonly #codes = new Map<string, number>([["", BLANK_CODE]]);
  readonly #texts: string[] = [""];
  readonly #keep: (text: string) => string;

  /**
   * @param keep Gives the text to keep for one that was met first: a copy, where texts are pieces of a larger text that
   *   should not stay in memory with them.
   */
  constructor(keep: (text: string) => string = (text) => text) {
    this.#keep = keep;
  }

  /** Writes the codes of `count` cells from position `from` on; says whether one of them names nothing. */
  codeAll(cells: readonly CellValue[], from: number, count: number, codes: Int32Array): boolean {
    let last: CellValue = null;
    let lastCode = BLANK_CODE;
    let isNameMissing = false;
    for (let i = 0; i < count; i += 1) {
      const cell = cells[from + i] ?? null;
      if (cell !== last) {
        last = cell;
        lastCode = this.codeOf(cell);
      }
      codes[i] = lastCode;
      if (lastCode <= BLANK_CODE) isNameMissing = true;
    }
    return isNameMissing;
  }

  codeOf(cell: CellValue): number {
    if (typeof cell === "string") return this.#codes.get(cell) ?? this.#add(cell);
    if (cell === null) return BLANK_CODE;
    return typeof cell === "object" ? ERROR_CODE : this.codeOf(String(cell));
  }

  /** The text behind a code, trimmed. */
  textOf(code: number): string {
    return this.#texts[code] ?? "";
  }

  #add(text: string): number {
    const trimmed = text.trim();
    const kept = this.#keep(text);
    let code = trimmed === text ? undefined : this.codeOf(this.#keep(trimmed));
    if (code === undefined) {
      code = this.#texts.length;
      this.#texts.push(kept);
    }
    this.#codes.set(kept, code);
    return code;
  }
}
