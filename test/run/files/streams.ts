import type { CellValue } from "../../../src/engine";

/** Rows as separated text, quoted where a field needs it. */
export function csvOf(rows: readonly (readonly CellValue[])[], delimiter = ",", lineEnd = "\n"): string {
  const field = (cell: CellValue): string => {
    const text = cell === null || typeof cell === "object" ? "" : String(cell);
    return /["\r\n,;\t|]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return rows.map((row) => row.map(field).join(delimiter) + lineEnd).join("");
}

/** A stream that gives bytes in pieces of a size, which cut texts, quotes and letters anywhere. */
export function streamOf(content: string | Uint8Array, pieceLength = 65_536): ReadableStream<Uint8Array> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) controller.close();
      else controller.enqueue(bytes.slice(at, (at += pieceLength)));
    },
  });
}
