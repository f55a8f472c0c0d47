import { readFile } from "node:fs/promises";
import type { Decision, ResultRow } from "../../../src/engine";
import { EmbeddedHost } from "../../../src/host";
import type { ReviewingState, Run } from "../../../src/run";
import { DECISION_NOTE } from "./picture";
import { openPane, problemIn, reconcileIn, rememberingEngine } from "./pane";

/** When each month is reconciled. */
export const SAMPLES = {
  "seats-38-42": "2026-06-02T08:00:00Z",
  "messy-month": "2026-06-02T08:00:00Z",
  "realistic-month": "2026-06-02T08:00:00Z",
  "every-rule-month": "2026-07-02T08:00:00Z",
} as const;

export type Sample = keyof typeof SAMPLES;

/** Names that the add-in gives its sheets. */
export const OUR_SHEETS = [
  "Discrepancies",
  "Reconcile Summary",
  "Mappings",
  "Rules",
  "Reconcile Log",
  "Reconcile Keys",
];

export const DECISION: Decision = {
  decision: "Follow up",
  reason: "asked the client",
  expires: "2026-12-31",
  owner: "Anna",
  note: DECISION_NOTE,
};

/** A sample with a format, a name and a conditional format of the person's own. */
export async function openSample(sample: Sample): Promise<EmbeddedHost> {
  const host = await EmbeddedHost.open(new Uint8Array(await readFile(`assets/samples/${sample}.xlsx`)));
  const [invoice] = host.workbook.worksheets;
  if (invoice === undefined) throw new Error(`${sample} has no sheet.`);
  invoice.getCell("B3").fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FF00FF00" } };
  invoice.addConditionalFormatting({
    ref: "A1:H400",
    rules: [{ type: "expression", priority: 1, formulae: ["$C2>30"], style: { font: { bold: true } } }],
  });
  const names = host.workbook.definedNames;
  names.model = [...names.model, { name: "My_lines", ranges: [`'${invoice.name}'!$A$1:$H$20`] }];
  return host;
}

export function reviewing(run: Run): ReviewingState {
  const state = run.getState();
  if (state.status !== "reviewing") throw new Error(`The run is ${state.status}: ${problemIn(run)?.message}`);
  return state;
}

/** Results on which a person would decide. */
export function openResults(run: Run): readonly ResultRow[] {
  return reviewing(run).reconciliation.results.filter(({ difference }) => (difference ?? 0) !== 0);
}

/** A month in work: reconciled and decided on in part, with usage that changed since. */
export async function monthInWork(sample: Sample): Promise<EmbeddedHost> {
  const host = await openSample(sample);
  const run = await reconcileIn(await openPane(host, rememberingEngine(), SAMPLES[sample]));
  await run.decide(
    openResults(run)
      .slice(0, 2)
      .map(({ key }) => key),
    DECISION,
  );
  expect(problemIn(run)).toBeNull();
  const usage = reviewing(run).layouts.filter(({ role }) => role === "usage");
  const counted = usage.find(({ columns }) => columns.quantity !== undefined);
  if (counted !== undefined) {
    const [row, column] = [(counted.headerRow ?? 0) + 2, counted.columns.quantity ?? 0];
    const address = `${"ABCDEFGHIJKLMNOP".charAt(column)}${row}`;
    host.editCell(counted.sheet, address, Number(host.valueAt(counted.sheet, address)) + 3);
  } else {
    // Where rows are counted, there is one less.
    const [{ sheet, headerRow } = { sheet: "", headerRow: 0 }] = usage;
    host.deleteRows(sheet, (headerRow ?? 0) + 2, 1);
  }
  run.dispose();
  return host;
}
