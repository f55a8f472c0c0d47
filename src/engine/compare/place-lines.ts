import type { BilledLine, Period } from "../records";
import { clientKey, idKey, productKey } from "../normalise";
import { billedTarget, type PlacedLine, type TableIndex } from "../match";
import { isBilledIn } from "./timing";

/** The billed lines by client and service, and those that take no part with the reason. */
export interface PlacedLines {
  readonly placed: readonly PlacedLine[];
  readonly excluded: readonly { readonly line: BilledLine; readonly reason: string }[];
}

/** Statuses of a line that bills nothing. */
const NOT_BILLED = new Set([
  "cancelled",
  "canceled",
  "void",
  "voided",
  "deleted",
  "gekundigt",
  "gekündigt",
  "storniert",
]);

export function placeLines(
  lines: readonly BilledLine[],
  clients: TableIndex,
  services: TableIndex,
  period: Period | null,
): PlacedLines {
  const placed: PlacedLine[] = [];
  const excluded: { line: BilledLine; reason: string }[] = [];
  for (const line of lines) {
    const client = billedTarget(line.source, line.client, clients, clientKey);
    const service = billedTarget(line.source, line.service, services, productKey);
    if (client === null || service === null) excluded.push({ line, reason: "ignored by the mapping table" });
    else if (!isBilledIn(line, period)) excluded.push({ line, reason: "outside the billing period" });
    else if (line.status !== null && NOT_BILLED.has(idKey(line.status)) && line.periodEnd === null) {
      // A cancelled line that still names its end is billed until then; without one it bills nothing.
      excluded.push({ line, reason: `status ${line.status}` });
    } else placed.push({ line, client, service });
  }
  return { placed, excluded };
}
