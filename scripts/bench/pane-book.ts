import { addSheet, bytesOf, newBook, type Cell } from "../samples/workbook";

const USAGE_PER_LINE = 5;
const LINES_PER_CLIENT = 20;

/** A workbook of as many invoice lines and five usage rows for each; every tenth line differs. */
export async function paneBook(lines: number): Promise<Uint8Array> {
  const billed: Cell[][] = [];
  const usage: Cell[][] = [];
  for (let line = 0; line < lines; line += 1) {
    const client = `Client ${Math.floor(line / LINES_PER_CLIENT)} Medical Group`;
    const service = `Managed service no. ${line % 240}`;
    const quantity = 5 * (1 + (line % 11)) + (line % 10 === 7 ? 2 : 0);
    billed.push([client, service, quantity, 12.5, quantity * 12.5]);
    for (let nth = 0; nth < USAGE_PER_LINE; nth += 1)
      usage.push([client, service, `Site ${nth + 1}`, 1 + (line % 11)]);
  }
  const book = newBook();
  addSheet(book, "Invoice", columns("Client", "Service", "Quantity", "Unit price", "Amount"), billed);
  addSheet(book, "Usage", columns("Customer", "Product", "Site", "Used quantity"), usage);
  return bytesOf(book);
}

function columns(...headers: readonly string[]) {
  return headers.map((header) => ({ header, width: 16 }));
}
