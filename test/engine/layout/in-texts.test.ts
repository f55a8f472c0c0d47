import { extractRecords, recogniseSources } from "../../../src/engine/layout";
import type { CellValue, Extraction, SourceLayout } from "../../../src/engine";
import { sheetOf } from "./grid";

function read(
  name: string,
  rows: readonly (readonly CellValue[])[],
): { readonly layout: SourceLayout; readonly extraction: Extraction } {
  const sheet = sheetOf(name, rows);
  const [layout] = recogniseSources([sheet]);
  if (layout === undefined) throw new Error("nothing was recognised");
  return { layout, extraction: extractRecords(sheet, layout) };
}

const usageOf = ({ usage }: Extraction): readonly (string | null)[][] =>
  usage.map(({ client, product, quantity }) => [client, product, quantity?.toString() ?? null]);
const linesOf = ({ lines }: Extraction): readonly string[][] =>
  lines.map(({ client, service, quantity }) => [client, service, quantity.toString()]);

describe("quantities inside texts", () => {
  it.each([
    ["… x 14", "Managed Workstation x 14", "Server Care × 3", "Backup x2"],
    ["14 x …", "14 x Managed Workstation", "3 × Server Care", "2x Backup"],
    ["… (14)", "Managed Workstation (14)", "Server Care (3 servers)", "Backup [2]"],
    ["… Qty: 14", "Managed Workstation - Qty: 14", "Server Care, qty 3", "Backup (Menge 2)"],
    ["… - 14 users", "Managed Workstation - 14 users", "Server Care: 3 devices", "Backup - 2 Lizenzen"],
  ])("reads an invoice that writes %s", (example, first, second, third) => {
    const { layout, extraction } = read("Invoice", [
      ["Customer", "Description", "Unit Price", "Amount"],
      ["Contoso", first, 10, 140],
      ["Fabrikam", second, 20, 60],
      ["Northwind", third, 5, 10],
    ]);
    expect(layout.role).toBe("billed");
    expect(layout.reasons.join(" ")).toContain(`written like "${example}"`);
    expect(linesOf(extraction)).toEqual([
      ["Contoso", "Managed Workstation", "14"],
      ["Fabrikam", "Server Care", "3"],
      ["Northwind", "Backup", "2"],
    ]);
    // Nothing can be updated or highlighted as a number where no cell holds one.
    expect(
      extraction.lines.map(({ quantityColumn, hasNumericCell }) => [quantityColumn, hasNumericCell]),
    ).toEqual([
      [null, false],
      [null, false],
      [null, false],
    ]);
  });

  it("reads a quantity column whose counts carry remarks", () => {
    const { layout, extraction } = read("Backup usage", [
      ["Company", "Product", "Quantity"],
      ["Contoso", "Backup", "9 (2218096)"],
      ["Fabrikam", "Backup", "14 (118)"],
      ["Northwind", "Backup", 7],
      ["Litware", "Backup", "0 (0)"],
    ]);
    expect([layout.role, layout.columns.quantity]).toEqual(["usage", 2]);
    expect(usageOf(extraction)).toEqual([
      ["Contoso", "Backup", "9"],
      ["Fabrikam", "Backup", "14"],
      ["Northwind", "Backup", "7"],
      ["Litware", "Backup", "0"],
    ]);
  });

  it("rejects a row that is written otherwise, with its cell", () => {
    const { extraction } = read("Invoice", [
      ["Customer", "Description", "Amount"],
      ["Contoso", "Workstation x 14", 140],
      ["Fabrikam", "Workstation x 3", 30],
      ["Litware", "Workstation x 4", 40],
      ["Proseware", "Workstation x 5", 50],
      ["Northwind", "Workstation", 10],
    ]);
    expect(extraction.lines).toHaveLength(4);
    expect(extraction.rejected.map(({ reason }) => reason)).toEqual([
      `Invoice!B6: no quantity is written in "Workstation" as in the other rows ("… x 14"); write the quantity as a number`,
    ]);
  });

  it.each([
    ["years", ["Windows Server (2019)", "Windows Server (2022)", "Office (2021)"]],
    ["versions", ["Server 2019 x64", "Server 2022 x64", "Desktop x86"]],
    ["a few only", ["Workstation x 14", "Server", "Backup"]],
  ])("does not read %s as quantities", (_, products) => {
    const { layout } = read("Devices", [
      ["Company", "Product", "Device name"],
      ...products.map((product, i) => [`Client ${i}`, product, `PC-${i}`]),
    ]);
    expect([layout.written, layout.countsRows]).toEqual([undefined, true]);
  });

  it("prefers a column of numbers", () => {
    const { layout, extraction } = read("Invoice", [
      ["Customer", "Description", "Quantity", "Unit Price"],
      ["Contoso", "Workstation x 14", 15, 10],
      ["Fabrikam", "Workstation x 3", 3, 10],
    ]);
    expect(layout.written).toBeUndefined();
    expect(linesOf(extraction).map(([, , quantity]) => quantity)).toEqual(["15", "3"]);
  });
});

describe("products joined in one cell", () => {
  const users = (...cells: readonly string[]) =>
    read("Users", [
      ["Company", "User principal name", "Licenses"],
      ...cells.map((cell, i) => ["Contoso", `user${i}@contoso.com`, cell]),
    ]);

  it.each(["+", "; ", "\n", ", "])("counts a user once for each product joined with %j", (separator) => {
    const { layout, extraction } = users(
      "Microsoft 365 E3",
      ["Microsoft 365 E3", "Visio Plan 2"].join(separator),
      ["Visio Plan 2", "Microsoft 365 E3"].join(separator),
    );
    expect(layout.reasons.join(" ")).toContain("a row counts once for each product");
    expect(extraction.usage.map(({ row, product }) => [row, product])).toEqual([
      [1, "Microsoft 365 E3"],
      [2, "Microsoft 365 E3"],
      [2, "Visio Plan 2"],
      [3, "Visio Plan 2"],
      [3, "Microsoft 365 E3"],
    ]);
  });

  it("does not tear a product whose own name holds the sign", () => {
    const { layout, extraction } = users(
      "Audio Conferencing + Dial-out",
      "Audio Conferencing + Dial-out",
      "Managed Seat",
    );
    expect(layout.joined).toBeUndefined();
    expect(extraction.usage.map(({ product }) => product)).toEqual([
      "Audio Conferencing + Dial-out",
      "Audio Conferencing + Dial-out",
      "Managed Seat",
    ]);
  });

  it("leaves a cell whole that holds a part nobody knows", () => {
    const { extraction } = users(
      "Microsoft 365 E3",
      "Visio Plan 2",
      "Microsoft 365 E3+Visio Plan 2",
      "Visio Plan 2+Microsoft 365 E3",
      "Microsoft 365 E3+Something else",
    );
    expect(extraction.usage.at(-1)?.product).toBe("Microsoft 365 E3+Something else");
  });
});
