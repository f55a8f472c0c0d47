import type { Change, Decision, IsoDate, LogEntry, OwnTables, Outcome, ResultRow } from "../records";
import { cellDate, tableRows } from "../tables";

/** What a result says of decisions and the last run before it is compared with that. */
export const FRESH: Pick<ResultRow, "decision" | "firstSeen" | "change"> = {
  decision: { decision: "", reason: "", expires: "", owner: "", note: "" },
  firstSeen: "",
  change: "new",
};

/** Results with what people decided, and what the log does not hold yet. */
export interface MergedResults {
  readonly results: readonly ResultRow[];
  /** New acceptances. */
  readonly accepted: readonly LogEntry[];
  /** Decisions that are done with, because their discrepancy is gone: they move from the row into the log. */
  readonly resolved: readonly LogEntry[];
}

interface Earlier {
  readonly client: string;
  readonly service: string;
  readonly outcome: string;
  readonly why: string;
  readonly change: string;
  readonly firstSeen: IsoDate | null;
  readonly decision: Decision;
}

const DISCREPANCIES: ReadonlySet<string> = new Set([
  "underbilled",
  "overbilled",
  "unbilled",
  "unused",
  "needs review",
  "accepted",
]);
const ACCEPTABLE: ReadonlySet<Outcome> = new Set(["underbilled", "overbilled", "unbilled", "unused"]);

/**
 * Carries decisions, notes and owners over by key, applies acceptances, and marks what is new, changed or resolved.
 * A run that finds exactly what the last one found leaves Change as it was, so that running twice changes nothing.
 * @param today UTC date of the run.
 */
export function mergePrevious(fresh: readonly ResultRow[], tables: OwnTables, today: IsoDate): MergedResults {
  const earlier = readEarlier(tables);
  const baselines = readBaselines(tables);
  const accepted: LogEntry[] = [];
  const judged = fresh.map((result) => {
    const decision = earlier.get(result.key)?.decision ?? FRESH.decision;
    const acceptance = accept(result, decision, baselines.get(result.key), today);
    if (acceptance.log !== null) accepted.push(acceptance.log);
    return { ...acceptance.result, decision };
  });
  const present = new Set(fresh.map((result) => result.key));
  const gone = [...earlier]
    .filter(
      ([key, { outcome, decision }]) => !present.has(key) && (outcome !== "" || decision.decision !== ""),
    )
    .map(([key, row]) => goneResult(key, row));
  const all = [...judged, ...gone];
  const changes = all.map((result) => changeOf(result, earlier.get(result.key)));
  const isSame = earlier.size === all.length && changes.every((change) => change === "unchanged");
  const isDone = (i: number): boolean => changes[i] === "resolved";
  return {
    accepted,
    resolved: all.flatMap(({ key, decision }, i) =>
      isDone(i) && decision.decision !== "" ? [resolvedEntry(key, decision)] : [],
    ),
    results: all.map((result, i) => ({
      ...result,
      // Owner and note are about the client and service and stay; the decision was about a difference that is gone.
      decision: isDone(i) ? { ...result.decision, decision: "", reason: "", expires: "" } : result.decision,
      firstSeen: earlier.get(result.key)?.firstSeen ?? today,
      change: isSame ? keptChange(earlier.get(result.key)) : (changes[i] ?? "new"),
    })),
  };
}

function readEarlier(tables: OwnTables): ReadonlyMap<string, Earlier> {
  const earlier = new Map<string, Earlier>();
  for (const row of tables.tblDiscrepancies === undefined ? [] : tableRows(tables.tblDiscrepancies)) {
    const key = row.text("Key");
    if (key === "" || earlier.has(key)) continue;
    earlier.set(key, {
      client: row.text("Client"),
      service: row.text("Service"),
      outcome: row.text("Outcome"),
      why: row.text("Why"),
      change: row.text("Change"),
      firstSeen: cellDate(row.value("First seen")),
      decision: {
        decision: row.text("Decision"),
        reason: row.text("Reason"),
        expires: cellDate(row.value("Expires")) ?? row.text("Expires"),
        owner: row.text("Owner"),
        note: row.text("Note"),
      },
    });
  }
  return earlier;
}

/** The last logged acceptance of each key: the accepted difference and the reason it was accepted for. */
interface Baseline {
  readonly difference: number;
  readonly reason: string;
}

function readBaselines(tables: OwnTables): ReadonlyMap<string, Baseline> {
  const baselines = new Map<string, Baseline>();
  for (const row of tables.tblLog === undefined ? [] : tableRows(tables.tblLog)) {
    const difference = Number(row.text("New"));
    if (row.text("Action") === "run" && row.text("New") === RESOLVED) baselines.delete(row.text("Where"));
    if (row.text("Action") !== "accept" || row.text("New") === "" || Number.isNaN(difference)) continue;
    baselines.set(row.text("Where"), { difference, reason: row.text("Detail") });
  }
  return baselines;
}

/** What the log says under New of a decision whose discrepancy is gone. */
const RESOLVED = "resolved";

/** The whole decision for the log, so that nothing of it is lost when its row is resolved. */
function resolvedEntry(where: string, { decision, reason, expires, owner, note }: Decision): LogEntry {
  const words = [
    reason,
    expires === "" ? "" : `until ${expires}`,
    owner === "" ? "" : `owner ${owner}`,
    note,
  ].filter((text) => text !== "");
  return { action: "run", where, old: decision, new: RESOLVED, detail: words.join("; ") };
}

interface Acceptance {
  readonly result: ResultRow;
  readonly log: LogEntry | null;
}

/** Accepted: with a reason, not expired, and not larger than when accepted (product.md). */
function accept(
  result: ResultRow,
  decision: Decision,
  baseline: Baseline | undefined,
  today: IsoDate,
): Acceptance {
  if (decision.decision !== "Accept" || !ACCEPTABLE.has(result.outcome) || result.difference === null) {
    return { result, log: null };
  }
  const refuse = (flag: string, openAgain?: string): Acceptance => ({
    result: {
      ...result,
      why: openAgain === undefined ? result.why : `${result.why}; open again: ${openAgain}`,
      flags: [...result.flags, flag],
    },
    log: null,
  });
  if (decision.reason === "") return refuse("acceptance-without-reason");
  if (decision.expires !== "" && cellDate(decision.expires) === null)
    return refuse("acceptance-expiry-not-a-date");
  if (decision.expires !== "" && decision.expires <= today)
    return refuse("acceptance-expired", `accepted until ${decision.expires}`);
  const isKnown = baseline?.reason === decision.reason;
  if (isKnown && isLarger(result.difference, baseline.difference))
    return refuse(
      "acceptance-exceeded",
      `accepted at a difference of ${baseline.difference}, now ${result.difference}`,
    );
  const why = `${result.why}; accepted: ${decision.reason}`;
  const log: LogEntry = {
    action: "accept",
    where: result.key,
    old: "",
    new: String(result.difference),
    detail: decision.reason,
  };
  return { result: { ...result, outcome: "accepted", why }, log: isKnown ? null : log };
}

/** Seats that a client was given free say nothing about seats that are charged and not used: the other direction is new. */
function isLarger(difference: number, accepted: number): boolean {
  return difference > 0 !== accepted > 0 || Math.abs(difference) > Math.abs(accepted);
}

/** A client and service that the last run listed and that is compared no more: gone, or left out by a rule since. */
function goneResult(key: string, { client, service, decision }: Earlier): ResultRow {
  return {
    ...FRESH,
    key,
    client,
    service,
    outcome: "matched",
    billedQuantity: 0,
    expectedQuantity: 0,
    difference: 0,
    tolerance: 0,
    unitPrice: null,
    months: 1,
    currency: null,
    impact: 0,
    billedCells: [],
    sources: [],
    evidence: [],
    why: "no longer compared: neither billed nor used, or left out by a rule",
    steps: [],
    flags: [],
    decision,
  };
}

function changeOf(result: ResultRow, earlier: Earlier | undefined): Change {
  if (earlier === undefined) return "new";
  if (earlier.outcome === result.outcome && earlier.why === result.why) return "unchanged";
  return result.outcome === "matched" && DISCREPANCIES.has(earlier.outcome) ? "resolved" : "changed";
}

function keptChange(earlier: Earlier | undefined): Change {
  const kept = earlier?.change ?? "";
  return kept === "new" || kept === "changed" || kept === "resolved" ? kept : "unchanged";
}
