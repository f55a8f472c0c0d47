import { isStale, reconcile, withLatestSnapshots } from "../../../src/engine";
import { recogniseSources, type SheetGrid } from "../../../src/engine";
import { sheetOf } from "./grid";

const PERIOD = { start: "2026-11-01", end: "2026-12-01" };

/** Sheets as a fetch writes them. */
const invoice = (at: string, note: string | null = null): SheetGrid =>
  sheetOf("Books", [
    [`Books: billed lines fetched ${at} UTC`, null, null, null],
    [note, null, null, null],
    ["Client", "Service", "Quantity", "Unit Price"],
    ["Harbor Dental", "Seats", 38, 20],
    ["Cedar Foods", "Seats", 5, 20],
  ]);
const usage = (at: string, note: string | null = null, title = "Portal"): SheetGrid =>
  sheetOf(title, [
    [`${title}: usage fetched ${at} UTC`, null, null],
    [note, null, null],
    ["Client", "Product", "Quantity"],
    ["Harbor Dental", "Seats", 42],
    ["Cedar Foods", "Seats", 5],
  ]);

const outcomesOf = (sheets: readonly SheetGrid[], now: string): readonly string[] =>
  reconcile({ sheets, tables: {} }, { now, period: PERIOD }).results.map(({ outcome }) => outcome);

describe("snapshots of connected systems", () => {
  const [DAY, NEXT] = ["2026-11-20 09:00", "2026-11-21T09:00:00.000Z"];

  it("are judged while they are fresh, and need review when they are older than a day", () => {
    expect(outcomesOf([invoice(DAY), usage(DAY)], NEXT)).toEqual(["matched", "underbilled"]);
    const later = "2026-11-21T09:01:00.000Z";
    expect(outcomesOf([invoice(DAY), usage("2026-11-21 09:00")], later)).toEqual([
      "needs review",
      "needs review",
    ]);
    expect(outcomesOf([invoice("2026-11-21 09:00"), usage(DAY)], later)).toEqual([
      "needs review",
      "needs review",
    ]);
  });

  it("speak for good of a period that they were fetched at the end of, or after", () => {
    const months = "2027-02-01T00:00:00.000Z";
    for (const at of ["2026-11-30 10:00", "2026-12-03 10:00"]) {
      expect(outcomesOf([invoice(at), usage(at)], months)).toEqual(["matched", "underbilled"]);
    }
    expect(outcomesOf([invoice("2026-11-29 10:00"), usage("2026-12-01 10:00")], months)).toEqual([
      "needs review",
      "needs review",
    ]);
    expect(isStale("2026-11-29T10:00:00.000Z", months, null)).toBe(true);
  });

  it("carry the doubt that they came with, on either side", () => {
    const note = "Needs review: agreements: the system has 14 rows and gave 12.";
    for (const sheets of [
      [invoice(DAY, note), usage(DAY)],
      [invoice(DAY), usage(DAY, note)],
    ]) {
      const { results } = reconcile({ sheets, tables: {} }, { now: NEXT, period: PERIOD });
      expect(results.map(({ outcome }) => outcome)).toEqual(["needs review", "needs review"]);
      expect(results[0]?.why).toContain("the system has 14 rows and gave 12");
    }
  });

  it("of two accounts of one system both count; of one account the latest does", () => {
    const [east, west] = [usage(DAY, null, "Portal (East)"), usage(DAY, null, "Portal (West)")];
    const roles = (sheets: readonly SheetGrid[]): readonly string[] =>
      withLatestSnapshots(recogniseSources(sheets), sheets).map(({ role }) => role);
    expect(roles([east, west])).toEqual(["usage", "usage"]);
    const older = { ...usage("2026-11-19 09:00", null, "Portal (East)"), name: "Older" };
    expect(roles([older, east])).toEqual(["other", "usage"]);
  });
});
