import { LONGEST_ROW, UnreadableUsageFile, type FileRows, type RowSource } from "./file-rows";

const DELIMITERS = [",", ";", "\t", "|"] as const;
/** Text that shows which sign separates the fields. */
const SNIFFED_LENGTH = 64 * 1024;

/**
 * Reads separated text (RFC 4180: quotes, doubled quotes, line breaks in quotes) piece by piece. The sign that separates
 * fields is the one that occurs most outside quotes in the beginning, or the one that a first line `sep=;` names.
 * @throws UnreadableUsageFile from push and end, where a quote is never closed.
 */
export function delimitedRows(): RowSource {
  let pending = "";
  let delimiter: string | null = null;
  let nextRow = 0;

  const read = (isEnd: boolean): FileRows => {
    const firstRow = nextRow;
    if (delimiter === null) {
      if (!isEnd && pending.length < SNIFFED_LENGTH) return { firstRow, rows: [], unreadable: [] };
      pending = pending.replace(/^\uFEFF/, "");
      delimiter = /^sep=([^\r\n])\r?\n/.exec(pending)?.[1] ?? sniffed(pending);
    }
    const rows: string[][] = [];
    let start = 0;
    let quote = nextQuote(pending, 0);
    while (start < pending.length) {
      if (quote < start) quote = nextQuote(pending, start);
      const end = rowEnd(pending, start, quote, delimiter);
      if (end === null) {
        if (pending.length - start > LONGEST_ROW || (isEnd && isOpen(pending, start, delimiter)))
          throw new UnreadableUsageFile(
            `Row ${nextRow + rows.length + 1} opens a quote that is never closed. Export the file again.`,
          );
        if (!isEnd) break;
      }
      rows.push(fieldsOf(pending.slice(start, end ?? pending.length), delimiter));
      start = end === null ? pending.length : end + 1;
    }
    pending = pending.slice(start);
    if (nextRow === 0 && /^sep=.$/.test(rows[0]?.join(delimiter) ?? "")) rows[0] = [];
    nextRow += rows.length;
    return { firstRow, rows, unreadable: [] };
  };

  return {
    fields: null,
    push: (text) => {
      pending += text;
      return read(false);
    },
    end: () => read(true),
  };
}

/** Position of the first quote from `start` on; the length of the text where there is none. */
function nextQuote(text: string, start: number): number {
  const quote = text.indexOf('"', start);
  return quote === -1 ? text.length : quote;
}

/** Where the row that begins at `start` ends; `null` when its end is not there yet. */
function rowEnd(text: string, start: number, quote: number, delimiter: string): number | null {
  const lineEnd = text.indexOf("\n", start);
  if (lineEnd !== -1 && lineEnd < quote) return lineEnd;
  let isQuoted = false;
  let closed = -1;
  for (let i = start; i < text.length; i += 1) {
    const sign = text[i];
    if (sign === '"') {
      if (isQuoted) {
        isQuoted = false;
        closed = i;
        // A quote opens a field at its beginning, or goes on with it when doubled; elsewhere it is a sign like any other.
      } else if (i === start || text[i - 1] === delimiter || closed === i - 1) isQuoted = true;
    } else if (sign === "\n" && !isQuoted) return i;
  }
  return null;
}

/** Whether the text from `start` on ends within quotes. */
function isOpen(text: string, start: number, delimiter: string): boolean {
  const rest = `${text.slice(start)}\n`;
  return rowEnd(rest, 0, nextQuote(rest, 0), delimiter) === null;
}

function fieldsOf(line: string, delimiter: string): string[] {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  if (text === "") return [];
  if (!text.includes('"')) return text.split(delimiter);
  const fields: string[] = [];
  let field = "";
  let isQuoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i] ?? "";
    if (isQuoted) {
      if (sign !== '"') field += sign;
      else if (text[i + 1] === '"') {
        field += '"';
        i += 1;
      } else isQuoted = false;
    } else if (sign === '"' && field === "") isQuoted = true;
    else if (sign === delimiter) {
      fields.push(field);
      field = "";
    } else field += sign;
  }
  fields.push(field);
  return fields;
}

function sniffed(text: string): string {
  const sample = text.slice(0, SNIFFED_LENGTH).replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: sample.split(delimiter).length }));
  return counts.reduce((best, each) => (each.count > best.count ? each : best)).delimiter;
}
