import { connect, EmbeddedHost } from "../../src/host";
import { ExcelGateway, WorkbookProblem } from "../../src/workbook";
import { contentOf, openBook, runOn, type OpenBook, type Rows } from "./book";
import { sourceEdits, TABLE_EDITS, valuesOf, type ColleagueEdit, type InvoiceShape } from "./colleague";

const M365 = "Microsoft 365 Business Premium";
const USAGE: Rows = [
  ["Customer", "Product", "Assigned licenses"],
  ["Acme Dental", M365, 42],
  ["Bolt & Sons", M365, 12],
  ["Cafe Nord GmbH", "Cloud Backup", 9],
  ["Nobody Known Ltd", "Cloud Backup", 3],
];
const LIST: Rows = [
  ["Client", "Service", "Quantity", "Unit price", "Amount"],
  ["Acme Dental", M365, 38, 22, 836],
  ["Bolt & Sons", M365, 12, 22, 264],
  ["Café Nord", "Cloud Backup", 7, 9, 63],
];
const LIST_SHAPE: InvoiceShape = { width: 5, quantity: "C", firstLine: 2, lastLine: 4 };

async function openFrom(bytes: Uint8Array): Promise<OpenBook> {
  const host = await EmbeddedHost.open(bytes);
  return { host, gateway: new ExcelGateway(await connect(host)) };
}

async function fresh(invoice: Rows): Promise<Uint8Array> {
  return (await openBook({ Invoice: invoice, Licences: USAGE })).host.save();
}

/** Reconciled, decided on in part, with usage that changed since and a new client, so that every table has to grow. */
async function inWork(invoice: Rows): Promise<Uint8Array> {
  const open = await openBook({ Invoice: invoice, Licences: USAGE });
  await runOn(open);
  open.host.editCell("Discrepancies", "M3", "Follow up");
  open.host.editCell("Discrepancies", "P3", "Anna");
  open.host.editCell("Licences", "C2", 45);
  ["Unheard Of SA", "Endpoint Backup", 5].forEach((cell, i) => {
    open.host.editCell("Licences", `${"ABC".charAt(i)}6`, cell);
  });
  return open.host.save();
}

/** What the invoice bills now by client and service in lower case, read from its cells without the add-in. */
function billedNow(host: EmbeddedHost): ReadonlyMap<string, readonly { cell: string; quantity: number }[]> {
  const sheet =
    ["Invoice", "May invoice"].find((name) => host.workbook.getWorksheet(name) !== undefined) ?? "";
  const lines = new Map<string, { cell: string; quantity: number }[]>();
  valuesOf(host, sheet, 5).forEach((row, i) => {
    const [client, service, quantity] = row;
    if (typeof quantity !== "number") return;
    const key = `${String(client)}|${String(service)}`.toLowerCase();
    lines.set(key, [...(lines.get(key) ?? []), { cell: `${sheet}!C${i + 1}`, quantity }]);
  });
  return lines;
}

/** The quantity cells of the invoice with their key and their fill. */
function coloursOf(host: EmbeddedHost): readonly (readonly [string, string, string | null])[] {
  const lines = [...billedNow(host)].flatMap(([key, cells]) => cells.map(({ cell }) => [key, cell] as const));
  const [sheet = "", first = ""] = lines[0]?.[1].split("!") ?? [];
  const column = first.charAt(0);
  if (column === "") return [];
  const fills = host.highlights(sheet, `${column}1:${column}20`);
  return lines.map(([key, cell]) => [key, cell, fills[Number(/\d+$/.exec(cell)?.[0]) - 1] ?? null]);
}

/** What is live in the workbook and speaks of another line than it is about; empty when all is well. */
function misattributed(host: EmbeddedHost): readonly string[] {
  const ours = ["Discrepancies", "Findings"].find((name) => host.workbook.getWorksheet(name) !== undefined);
  if (ours === undefined) return [];
  const billed = billedNow(host);
  const wrong: string[] = [];
  const open = new Set<string>();
  valuesOf(host, ours, 20).forEach((row, i) => {
    const [client, service, outcome, quantity, , difference] = row;
    if (i === 0 || client === "") return;
    const key = `${String(client)}|${String(service)}`.toLowerCase();
    if (difference !== 0 || outcome === "needs review" || outcome === "not checked") open.add(key);
    const now = (billed.get(key) ?? []).reduce((sum, line) => sum + line.quantity, 0);
    const isLive = host.workbook.getWorksheet(ours)?.getCell(`D${i + 1}`).formula !== undefined;
    if (isLive && quantity !== now) wrong.push(`${key} reads ${String(quantity)}, billed are ${now}`);
  });
  for (const [key, cell, fill] of coloursOf(host))
    if (fill !== null && !open.has(key)) wrong.push(`${cell} of ${key} is highlighted`);
  return wrong;
}

/** The conditional formats of every sheet. */
function highlightRules(host: EmbeddedHost): unknown {
  return host.workbook.worksheets.map(
    (sheet) => (sheet as unknown as { conditionalFormattings: unknown }).conditionalFormattings,
  );
}

/** What stands in the results, by key, and which invoice cells are coloured. */
function resultOf(host: EmbeddedHost): unknown {
  const ours =
    ["Findings", "Discrepancies"].find((name) => host.workbook.getWorksheet(name) !== undefined) ?? "";
  const rows = valuesOf(host, ours, 20)
    .slice(1)
    // A key of an earlier run that is gone from both sides is listed as such once.
    .filter(([client, , , billed, expected]) => client !== "" && (billed !== 0 || expected !== 0));
  // Whether a result is new depends on how many runs there were.
  return {
    rows: rows.map((row) => JSON.stringify(row.filter((_, column) => column !== 18))).sort(),
    colours: coloursOf(host),
  };
}

const STAGES = [
  ["a first run", fresh, LIST, LIST_SHAPE, []],
  ["a run over decided results", inWork, LIST, LIST_SHAPE, TABLE_EDITS],
] as const;

describe("another person's edit between any two requests", () => {
  it.each(STAGES)(
    "of %s is kept and never attributed to another line",
    async (_, make, invoice, shape, ownEdits) => {
      const edits = [...sourceEdits(shape), ...ownEdits];
      const bytes = await make(invoice);
      const probe = await openFrom(bytes);
      await runOn(probe);
      const requests = probe.host.counters.requests;
      const faults: string[] = [];
      let tried = 0;
      let stopped = 0;
      for (const [place, edit] of edits.entries()) {
        const seen = new Set<string>();
        const clean = await cleanRun(bytes, edit);
        for (let number = 2; number <= requests; number += 1) {
          // The longer stage takes every second request, another half for each edit.
          if (ownEdits.length > 0 && (number + place) % 2 === 1) continue;
          const open = await openFrom(bytes);
          const done: string[] = [];
          open.host.beforeRequest = (coming) => {
            if (coming !== number || !edit.canDo(open.host)) return;
            done.push(edit.name);
            edit.act(open.host);
          };
          // Nothing that a run reads is calculated; what is looked at afterwards is.
          open.host.isCalculating = false;
          const error: Error | null = await runOn(open).then(
            () => null,
            (thrown: unknown) => thrown as Error,
          );
          open.host.beforeRequest = null;
          open.host.isCalculating = true;
          if (done.length === 0) continue;
          tried += 1;
          const at = `${edit.name} before request ${number} of ${requests}`;
          if (error !== null) {
            stopped += 1;
            const isSaid =
              error instanceof WorkbookProblem && /changed|renamed|deleted|filled|added/.test(error.message);
            if (!isSaid) faults.push(`${at}: ${String(error)}`);
          }
          if (!edit.survives(open.host)) faults.push(`${at}: the edit is lost (${String(error)})`);
          for (const wrong of misattributed(open.host)) faults.push(`${at}: ${wrong} (${String(error)})`);
          // The next run is tried once for each state that a workbook was left in.
          const state = JSON.stringify([contentOf(open), highlightRules(open.host)]);
          if (seen.has(state)) continue;
          seen.add(state);
          open.host.isCalculating = false;
          const after = await runOn(open).then(
            () => null,
            (thrown: unknown) => thrown as Error,
          );
          open.host.isCalculating = true;
          if (after !== null && !/filled/.test(String(after)))
            faults.push(`${at}: next run ${String(after)}`);
          if (!edit.survives(open.host)) faults.push(`${at}: the edit is lost in the next run`);
          for (const wrong of misattributed(open.host)) faults.push(`${at}: next run, ${wrong}`);
          const result = JSON.stringify(resultOf(open.host));
          if (clean !== null && result !== clean)
            faults.push(`${at}: the next run differs\n${result}\n${clean}`);
        }
      }
      console.log(`${_}: ${requests} requests, ${tried} edits tried, ${stopped} runs stopped with a message`);
      expect(faults).toEqual([]);
      expect(tried).toBeGreaterThan(requests * 6);
    },
    600_000,
  );
});

/** What two undisturbed runs give on the workbook as edited; `null` where the edit needs results first. */
async function cleanRun(bytes: Uint8Array, edit: ColleagueEdit): Promise<string | null> {
  const open = await openFrom(bytes);
  // Without usage a run leaves the results of the last one as they are.
  if (!edit.canDo(open.host) || edit.name.includes("usage sheet")) return null;
  edit.act(open.host);
  const error = await runOn(open).then(
    () => null,
    (thrown: unknown) => thrown as Error,
  );
  if (error !== null) return null;
  return JSON.stringify(resultOf(open.host));
}
