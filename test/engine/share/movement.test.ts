import { memoryOf, movementOf, remember } from "../../../src/engine/share";
import { resultRow } from "../../run/ports";

const MAY = { start: "2026-05-01", end: "2026-06-01" };
const row = (service: string, over: Parameters<typeof resultRow>[0] = {}) => resultRow({ service, ...over });
const matched = (service: string, billedQuantity: number) =>
  row(service, { outcome: "matched", difference: 0, impact: 0, billedQuantity });

/** The last run: 80 and 30 USD and 5 EUR underbilled, 12.50 USD unused, one matched. */
const BEFORE = memoryOf(
  [
    row("Seats"),
    row("Backup", { outcome: "unbilled", billedQuantity: 0, impact: 30 }),
    row("Phones", { impact: 5, currency: "EUR" }),
    row("Firewall", { outcome: "unused", billedQuantity: 1, impact: -12.5 }),
    matched("Mail", 3),
  ],
  MAY,
  "2026-06-02T08:00:00Z",
);

const total = (currency: string, rows: number, underbilled: number, overbilled: number) => ({
  currency,
  rows,
  underbilled,
  overbilled,
});

describe("how open results moved since the last run", () => {
  it("counts as recovered what is billed now, with the money of then", () => {
    const now = [matched("Seats", 42), matched("Backup", 6), row("Phones", { impact: 5, currency: "EUR" })];
    const { recovered, stillOpen } = movementOf(now, BEFORE);
    expect(recovered).toEqual([total("USD", 2, 110, 0)]);
    expect(stillOpen).toEqual([total("EUR", 1, 5, 0)]);
  });

  it("never calls it recovered when usage fell to what is billed, or the row is gone", () => {
    const { recovered, closed } = movementOf([matched("Seats", 38), matched("Backup", 0)], BEFORE);
    expect(recovered).toEqual([]);
    expect(closed).toEqual([total("EUR", 1, 5, 0), total("USD", 3, 110, 12.5)]);
  });

  it("settles corrected overbilling, accepted rows and those that need review otherwise", () => {
    const now = [
      row("Seats", { outcome: "accepted" }),
      row("Backup", { outcome: "needs review", impact: null }),
      row("Phones", { currency: "EUR" }),
      matched("Firewall", 0),
    ];
    expect(movementOf(now, BEFORE).closed).toEqual([total("USD", 3, 110, 12.5)]);
  });

  it("takes the money of now for what is still open or new", () => {
    const now = [row("Seats", { impact: 90.1 }), row("Mail", { outcome: "overbilled", impact: -7.2 })];
    const { stillOpen, fresh } = movementOf(now, BEFORE);
    expect(stillOpen).toEqual([total("USD", 1, 90.1, 0)]);
    expect(fresh).toEqual([total("USD", 1, 0, 7.2)]);
  });

  it("places every row that was open once", () => {
    const now = [matched("Seats", 42), row("Backup", { outcome: "underbilled" })];
    const { recovered, closed, stillOpen } = movementOf(now, BEFORE);
    const rows = [...recovered, ...closed, ...stillOpen].reduce((sum, moved) => sum + moved.rows, 0);
    expect(rows).toBe(BEFORE.open.length);
  });
});

describe("what is remembered of runs", () => {
  const later = (results: Parameters<typeof memoryOf>[0]) => memoryOf(results, MAY, "2026-07-02T08:00:00Z");

  it("compares with nothing after the first run", () => {
    expect(remember(null, BEFORE)).toEqual({ baseline: null, latest: BEFORE });
  });

  it("compares with the last run that found something else", () => {
    const now = later([row("Seats")]);
    expect(remember({ baseline: null, latest: BEFORE }, now)).toEqual({ baseline: BEFORE, latest: now });
  });

  it("stays as it was when a run finds what the last one found", () => {
    const first = later([row("Seats")]);
    const memories = { baseline: BEFORE, latest: first };
    const again = memoryOf([row("Seats"), matched("Mail", 3)], MAY, "2026-07-03T08:00:00Z");
    expect(remember(memories, again)).toBe(memories);
  });

  it("takes another period for something else, even with the same findings", () => {
    const june = memoryOf([row("Seats")], { start: "2026-06-01", end: "2026-07-01" }, "2026-07-02T08:00:00Z");
    expect(remember({ baseline: null, latest: later([row("Seats")]) }, june).latest).toBe(june);
  });
});
