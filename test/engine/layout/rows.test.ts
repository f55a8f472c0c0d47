import { detectPeriod, extractRecords, recogniseSources } from "../../../src/engine/layout";
import type { CellValue, Extraction, SheetGrid, SourceLayout } from "../../../src/engine";
import { sheetOf, tableOf } from "./grid";

const HEADER = ["Client", "Service", "Quantity", "Unit Price", "Amount"];

function read(sheet: SheetGrid): { layout: SourceLayout; extraction: Extraction } {
  const [layout] = recogniseSources([sheet]);
  if (layout === undefined) throw new Error("nothing was recognised");
  return { layout, extraction: extractRecords(sheet, layout) };
}

const lines = (extraction: Extraction): readonly string[] =>
  extraction.lines.map((line) => `${line.client} | ${line.service} | ${line.quantity.toString()}`);

const invoice = (...rows: (readonly CellValue[])[]): SheetGrid => sheetOf("Invoice", [HEADER, ...rows]);

describe("rows that are named like a total", () => {
  it("reads clients, products and devices whose names begin with a word for a total", () => {
    const { extraction } = read(
      invoice(
        ["Total Fitness", "Microsoft 365", 4, 22, 88],
        ["Contoso Ltd", "Total Protection", 3, 5, 15],
        ["Sum Lee", "Backup", 2, 10, 20],
      ),
    );
    expect(lines(extraction)).toEqual([
      "Total Fitness | Microsoft 365 | 4",
      "Contoso Ltd | Total Protection | 3",
      "Sum Lee | Backup | 2",
    ]);
  });

  it("counts a device that is called TOTAL-01", () => {
    const { extraction } = read(
      sheetOf("Devices", [
        ["Customer", "Device name", "Serial number"],
        ["Contoso", "PC-01", "S1"],
        ["Contoso", "TOTAL-01", "S2"],
      ]),
    );
    expect(extraction.usage.map((record) => record.item)).toHaveLength(2);
  });

  it.each([
    "Total",
    "Grand Total:",
    "Subtotal",
    "Gesamtsumme",
    "Endsumme",
    "Gesamtbetrag",
    "Sous-total",
    "Total USD",
  ])("skips a row that says only %s", (word) => {
    const { layout, extraction } = read(
      invoice(
        ["Contoso", "Microsoft 365", 4, 22, 88],
        ["Adatum", "Backup", 1, 10, 10],
        [word, null, 5, null, 99],
      ),
    );
    expect(layout.skippedRows.get(3)).toBe("total");
    expect(extraction.rejected).toEqual([]);
  });

  it("skips a sub-total that names the client above it", () => {
    const { layout } = read(
      invoice(
        ["Contoso", "Microsoft 365", 4, 22, 88],
        ["Contoso", "Backup", 1, 10, 10],
        ["Contoso Total", null, null, null, 98],
        ["Adatum", "Backup", 1, 10, 10],
      ),
    );
    expect([...layout.skippedRows]).toEqual([[3, "total"]]);
  });

  it("skips a row without names whose numbers are the sums above, and rejects it when they are not", () => {
    const rows = [
      ["Contoso", "Microsoft 365", 4, 22, 88],
      ["Adatum", "Backup", 1, 10, 10],
    ];
    expect(read(invoice(...rows, [null, null, 5, null, 98])).layout.skippedRows.get(3)).toBe("total");
    const { extraction } = read(invoice(...rows, [null, null, 5, null, 97]));
    expect(extraction.rejected).toMatchObject([
      {
        source: "Invoice",
        sheet: "Invoice",
        row: 3,
        reason: "Invoice!A4: no client; write the client of this line",
      },
    ]);
  });
});

describe("rows that lack something", () => {
  it("rejects a client that stands alone among the lines", () => {
    const { extraction } = read(
      invoice(
        ["Contoso", "Backup", 1, 10, 10],
        ["Fabrikam"],
        ["Adatum", "Backup", 1, 10, 10],
        ["Thank you!"],
      ),
    );
    expect(extraction.rejected.map(({ row, reason }) => [row, reason])).toEqual([
      [2, "Invoice!B3: no service; write the service of this line"],
    ]);
  });

  it("takes a client above lines of the same client as a heading", () => {
    const { layout, extraction } = read(
      invoice(["Contoso"], ["Contoso", "Backup", 1, 10, 10], ["Adatum"], ["Adatum", "Backup", 1, 10, 10]),
    );
    expect([layout.skippedRows.get(1), layout.skippedRows.get(3)]).toEqual(["note", "note"]);
    expect(extraction.rejected).toEqual([]);
  });

  it("says which error a cell shows", () => {
    const { extraction } = read(
      invoice(["Contoso", "Backup", 1, 10, 10], [{ error: "#N/A" }, "Backup", 2, 10, 20]),
    );
    expect(extraction.rejected[0]?.reason).toBe(
      "Invoice!A3: the cell shows the error #N/A; correct its formula",
    );
  });

  it("does not fill a missing client from the row above when clients stand on every row", () => {
    const { layout, extraction } = read(
      invoice(
        ["Contoso", "Backup", 1, 10, 10],
        ["Contoso", "Email", 1, 10, 10],
        [null, "Backup", 3, 10, 30],
        ["Adatum", "Backup", 1, 10, 10],
        [null, "Email", 4, 10, 40],
      ),
    );
    expect(layout.clientPlacement).toBe("row");
    expect(extraction.rejected.map(({ row }) => row)).toEqual([3, 5]);
  });

  it("fills clients down to the end of their block and not beyond its total", () => {
    const { layout, extraction } = read(
      invoice(
        ["Contoso", "Backup", 1, 10, 10],
        [null, "Email", 1, 10, 10],
        ["Contoso Total", null, 2, null, 20],
        [null, "Stray", 7, 1, 7],
        ["Adatum", "Backup", 1, 10, 10],
        [null, "Email", 2, 10, 20],
      ),
    );
    expect(layout.clientPlacement).toBe("fill-down");
    expect(lines(extraction)).toEqual([
      "Contoso | Backup | 1",
      "Contoso | Email | 1",
      "Adatum | Backup | 1",
      "Adatum | Email | 2",
    ]);
    expect(extraction.rejected.map(({ row }) => row)).toEqual([4]);
  });

  it("names clients by their number where the sheet has no names", () => {
    const { extraction } = read(
      sheetOf("Invoice", [
        ["Customer ID", "Service", "Quantity", "Unit Price"],
        ["C-100", "Backup", 1, 10],
      ]),
    );
    expect(extraction.lines[0]).toMatchObject({ client: "C-100", clientId: "C-100" });
  });
});

describe("tables", () => {
  it("reads lines typed right below a table", () => {
    const sheet = sheetOf(
      "Invoice",
      [HEADER, ["Contoso", "Backup", 1, 10, 10], ["Adatum", "Backup", 2, 10, 20]],
      { tables: [tableOf("tblLines", 0, 1, 5)] },
    );
    expect(lines(read(sheet).extraction)).toEqual(["Contoso | Backup | 1", "Adatum | Backup | 2"]);
  });

  it("reads a second list beside or below a table as a source of its own, and leaves a letterhead out", () => {
    const sheet = sheetOf(
      "Data",
      [
        ["Example Ltd"],
        HEADER,
        ["Contoso", "Backup", 1, 10, 10],
        [],
        ["Customer", "Product", "Seats used"],
        ["Contoso", "Backup", 3],
        ["Adatum", "Backup", 4],
      ],
      { tables: [tableOf("tblLines", 1, 2, 5)] },
    );
    const layouts = recogniseSources([sheet]);
    expect(layouts.map(({ name, role }) => [name, role])).toEqual([
      ["tblLines", "billed"],
      ["Data!A5:C7", "usage"],
    ]);
  });
});

describe("layouts across sheets", () => {
  const billed = invoice(["Contoso", "Backup", 1, 10, 10], ["Adatum", "Backup", 2, 10, 20]);

  it("does not count a pivot of the invoice as a second invoice", () => {
    const pivot = sheetOf("Check", [
      ["Row Labels", "Sum of Quantity", "Sum of Amount"],
      ["Contoso", 1, 10],
      ["Adatum", 2, 20],
      ["Grand Total", 3, 30],
    ]);
    const [, layout] = recogniseSources([billed, pivot]);
    expect(layout?.role).toBe("other");
    expect(layout?.reasons).toEqual(['it sums up "Invoice", which is read itself']);
  });

  it("reads services down and clients across", () => {
    const across = sheetOf("Backup usage", [
      ["Service", "Contoso", "Adatum", "Total"],
      ["Backup", 3, 4, 7],
      ["Email", 5, null, 5],
    ]);
    const [, layout] = recogniseSources([billed, across]);
    if (layout === undefined) throw new Error("nothing was recognised");
    const { usage } = extractRecords(across, layout);
    expect(usage.map((it) => [it.client, it.product, it.quantity?.toString()])).toEqual([
      ["Contoso", "Backup", "3"],
      ["Adatum", "Backup", "4"],
      ["Contoso", "Email", "5"],
    ]);
  });

  it("joins the two rows of a header with merged groups", () => {
    const usage = sheetOf(
      "Usage",
      [
        ["Customer", "Product", "Seats", null],
        [null, null, "Assigned", "Status"],
        ["Contoso", "Backup", 3, "active"],
      ],
      { merges: [{ firstRow: 0, lastRow: 0, firstColumn: 2, lastColumn: 3 }] },
    );
    const [layout] = recogniseSources([usage]);
    expect(layout?.headerRow).toBe(1);
    expect([...(layout?.headers ?? [])]).toEqual([
      [0, "Customer"],
      [1, "Product"],
      [2, "Assigned"],
      [3, "Status"],
    ]);
  });
});

describe("numbers and dates of a sheet", () => {
  it("does not guess whether 1.234 is a thousand", () => {
    const alone = read(sheetOf("Invoice", [HEADER, ["Contoso", "Backup", "1.234", 10, null]]));
    expect(alone.extraction.rejected[0]?.reason).toBe(
      'Invoice!C2: "1.234" may be 1234 or 1.234; write the quantity as a number',
    );
    const beside = read(sheetOf("Invoice", [HEADER, ["Contoso", "Backup", "1.234", "10,50 €", null]]));
    expect(beside.extraction.lines[0]?.quantity.toString()).toBe("1234");
  });

  const dated = (...starts: readonly string[]): Extraction =>
    read(
      sheetOf("Invoice", [
        [...HEADER, "Period start"],
        ...starts.map((start) => ["Contoso", "Backup", 1, 10, 10, start]),
      ]),
    ).extraction;

  it("settles day and month by the first of the month, and reports what stays ambiguous", () => {
    expect(dated("05/01/2026", "06/01/2026").lines.map((line) => line.periodStart)).toEqual([
      "2026-05-01",
      "2026-06-01",
    ]);
    expect(dated("05/04/2026").rejected[0]?.reason).toBe(
      'Invoice!F2: "05/04/2026" may be day/month or month/day; write the date as YYYY-MM-DD',
    );
  });

  it("takes the period from its label and not from the date when payment is due", () => {
    const sheet = sheetOf("Invoice", [
      ["Due date: 2026-07-15"],
      ["Invoice date: 2026-06-30"],
      ["Billing period:", "May 2026"],
      HEADER,
      ["Contoso", "Backup", 1, 10, 10],
    ]);
    const layouts = recogniseSources([sheet]);
    expect(
      detectPeriod(
        [sheet],
        layouts,
        layouts.map((layout) => extractRecords(sheet, layout)),
      ),
    ).toEqual({
      start: "2026-05-01",
      end: "2026-06-01",
    });
  });
});

describe("credits", () => {
  it("counts a positive quantity with a negative amount as taken back (rule 1)", () => {
    const { extraction } = read(
      invoice(
        ["Acme", "M365", 1, 4, 4],
        ["Acme", "M365", 1, 4, -4],
        ["Acme", "M365", 2, 4, 8],
        ["Acme", "M365", -1, 4, -4],
      ),
    );
    expect(extraction.lines.map((each) => [each.quantity.toNumber(), each.isReversed])).toEqual([
      [1, false],
      [-1, true],
      [2, false],
      [-1, false],
    ]);
  });
});
