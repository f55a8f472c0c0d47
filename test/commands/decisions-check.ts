import { LINES, USED, type Model, type Real } from "./decisions-model";

const BLANK = { decision: "", reason: "", expires: "", owner: "", note: "" };
const MOST_ROWS = 400;

/** The rows of a table that begins in A1, as texts by header; read from the cells, without the add-in. */
function tableAt({ open: { host } }: Real, sheet: string, width: number): Record<string, string>[] {
  const letters = Array.from({ length: width }, (_, column) => String.fromCharCode(65 + column));
  const textsOf = (row: number): string[] =>
    letters.map((letter) => String(host.valueAt(sheet, `${letter}${row}`)));
  const headers = textsOf(1);
  const rows: Record<string, string>[] = [];
  for (let row = 2; row < MOST_ROWS; row += 1) {
    const texts = textsOf(row);
    if (texts.every((text) => text === "")) break;
    rows.push(Object.fromEntries(headers.map((header, i) => [header, texts[i] ?? ""])));
  }
  return rows;
}

function dateOf(serial: string): string {
  return serial === "" ? "" : new Date((Number(serial) - 25_569) * 86_400_000).toISOString().slice(0, 10);
}

/** Every value of the invoice, every decision and every log entry is where the model says. */
export function check(model: Model, real: Real): void {
  const { host } = real.open;
  const invoice = model.rows.map((_, i) =>
    ["A", "B", "C", "D", "E"].map((letter) => host.valueAt("Invoice", `${letter}${i + 2}`)),
  );
  expect(invoice).toEqual(
    model.rows.map((reference) => {
      if (reference === null) return ["", "", "", "", ""];
      const { client, service, price } = LINES[reference] ?? { client: "", service: "", price: 0 };
      return [client, service, model.quantities.get(reference), price, reference];
    }),
  );
  if (!model.isAnnotated) {
    expect(host.workbook.worksheets.map(({ name }) => name)).toEqual(["Invoice", "Licences"]);
    return;
  }
  const written = tableAt(real, "Discrepancies", 20).map((row) => ({
    key: row.Key,
    decision: row.Decision,
    reason: row.Reason,
    expires: dateOf(row.Expires ?? ""),
    owner: row.Owner,
    note: row.Note,
  }));
  const byKey = (a: { key?: string | undefined }, b: { key?: string | undefined }): number =>
    (a.key ?? "") < (b.key ?? "") ? -1 : 1;
  expect(written.sort(byKey)).toEqual(
    Object.keys(USED)
      .map((key) => ({ key, ...(model.decisions.get(key) ?? BLANK) }))
      .sort(byKey),
  );
  const log = tableAt(real, "Reconcile Log", 7).filter(
    ({ Action, New }) => Action === "apply" || Action === "put back" || New === "resolved",
  );
  expect(log.map(({ Action, Old, New }) => [Action, Old, New])).toEqual(
    model.logged.map((entry) => [entry.action, entry.old, entry.new]),
  );
  model.logged.forEach(({ texts }, i) => {
    for (const text of texts) expect(log[i]?.Detail).toContain(text);
  });
}
