import { allocate, changeList, changeListCsv, csvText } from "../../../src/engine/share";
import type { BilledCell, Decision, ResultRow } from "../../../src/engine/records";
import { resultRow } from "../../run/ports";

const MAY = { start: "2026-05-01", end: "2026-06-01" };
const UPDATE: Decision = { decision: "Update invoice", reason: "", expires: "", owner: "", note: "" };

/** An invoice line in `row` (0-based), its quantity in column C. */
const line = (row: number, quantity: number, over: Partial<BilledCell> = {}): BilledCell => ({
  sheet: "Invoice",
  row,
  column: 2,
  client: "Northwind",
  service: "Microsoft 365",
  quantity,
  isNumeric: true,
  isReversed: false,
  ...over,
});

const decided = (over: Partial<ResultRow> = {}): ResultRow => resultRow({ decision: UPDATE, ...over });

describe("giving a difference to billed lines", () => {
  it.each([
    ["gives more to the last line", [10, 28], 4, [[28, 32]]],
    ["takes from the last line", [10, 28], -8, [[28, 20]]],
    [
      "takes what the last line cannot give from the one before",
      [10, 3],
      -5,
      [
        [10, 8],
        [3, 0],
      ],
    ],
    [
      "goes back over several lines",
      [4, 2, 1],
      -6,
      [
        [4, 1],
        [2, 0],
        [1, 0],
      ],
    ],
    ["leaves a credit as it is", [10, -2], 4, [[10, 14]]],
    ["passes a line of zero when taking", [5, 0], -2, [[5, 3]]],
    ["adds decimals exactly", [0.1], 0.2, [[0.1, 0.3]]],
    ["changes nothing without a difference", [5], 0, []],
  ])("%s", (_, quantities, difference, expected) => {
    const { changes, rest } = allocate(
      quantities.map((quantity, row) => line(row, quantity)),
      difference,
    );
    expect(changes.map((change) => [change.oldQuantity, change.newQuantity])).toEqual(expected);
    expect(rest).toBe(0);
  });

  it("leaves the difference for a line of its own where only credits are billed", () => {
    const credit = line(1, -2, { isReversed: true });
    expect(allocate([credit], 5)).toEqual({ changes: [], rest: 5 });
  });

  it("conserves the difference and makes no line negative, whatever the lines", () => {
    const random = [3, 0, 7, -1, 2, 5, -4, 1];
    for (let start = 0; start < random.length; start += 1) {
      for (let count = 1; count <= 5; count += 1) {
        const cells = Array.from({ length: count }, (_, i) =>
          line(i, random[(start + i) % random.length] ?? 0),
        );
        const plain = cells.reduce((sum, { quantity }) => sum + Math.max(0, quantity), 0);
        for (let difference = 4; difference >= -plain; difference -= 1) {
          const { changes, rest } = allocate(cells, difference);
          const given = changes.reduce(
            (sum, { oldQuantity, newQuantity }) => sum + newQuantity - oldQuantity,
            0,
          );
          expect(given + rest).toBe(difference);
          expect(changes.every(({ newQuantity }) => newQuantity >= 0)).toBe(true);
          expect(changes.every(({ oldQuantity }) => oldQuantity >= 0)).toBe(true);
        }
      }
    }
  });
});

describe("the change list", () => {
  it("says agreement, line, old and new quantity, price, date and reason of a decided row", () => {
    const cell = line(11, 38, { agreement: "AGR-7", unitPrice: 22 });
    expect(changeList([decided({ billedCells: [cell] })], MAY).rows).toEqual([
      {
        key: "northwind|microsoft 365",
        client: "Northwind",
        agreement: "AGR-7",
        service: "Microsoft 365",
        line: "Invoice!C12",
        oldQuantity: 38,
        newQuantity: 42,
        unitPrice: 22,
        currency: "USD",
        effective: "2026-05-01",
        reason: "42 active; billed 38 → underbilled 4",
        decision: "Update invoice",
      },
    ]);
  });

  it.each(["", "Follow up", "Fix mapping", "Accept"])('leaves out a row decided "%s"', (decision) => {
    expect(changeList([resultRow({ decision: { ...UPDATE, decision } })], MAY).rows).toEqual([]);
  });

  it("leaves out a decided row that is matched meanwhile, also within a tolerance", () => {
    expect(changeList([decided({ outcome: "matched", difference: 1 })], MAY).rows).toEqual([]);
  });

  it("asks for a new line where nothing is billed yet", () => {
    const unbilled = decided({ outcome: "unbilled", billedCells: [], billedQuantity: 0, difference: 6 });
    expect(changeList([unbilled], MAY).rows).toMatchObject([
      { line: "new line", oldQuantity: 0, newQuantity: 6, unitPrice: 20 },
    ]);
  });

  it("names a decided row whose quantity is not known, instead of guessing it", () => {
    const doubtful = decided({
      outcome: "needs review",
      difference: null,
      why: "billed 38; source is stale",
    });
    expect(changeList([doubtful], MAY)).toEqual({
      rows: [],
      skipped: [{ client: "Northwind", service: "Microsoft 365", why: "billed 38; source is stale" }],
    });
  });

  it("keeps a line that was changed in the workbook, from its quantity before that", () => {
    const cell = line(1, 42);
    const matched = resultRow({ outcome: "matched", difference: 0, billedCells: [cell] });
    const applied = [
      { key: matched.key, cell: line(1, 38), oldQuantity: 38, newQuantity: 40 },
      { key: matched.key, cell: line(1, 40), oldQuantity: 40, newQuantity: 42 },
    ];
    expect(changeList([matched], MAY, applied).rows).toMatchObject([
      { line: "Invoice!C2", oldQuantity: 38, newQuantity: 42, decision: "Update invoice" },
    ]);
  });

  it("leaves the date blank where the period is not known", () => {
    expect(changeList([decided()], null).rows[0]?.effective).toBeNull();
  });
});

describe("the change list as CSV", () => {
  it("has the mark of UTF-8, a header, ISO dates and lines ended by CR LF", () => {
    expect(changeListCsv(changeList([decided()], MAY))).toBe(
      "\uFEFFClient,Agreement,Service,Invoice line,Old quantity,New quantity,Unit price,Currency,Effective date,Reason,Decision\r\n" +
        "Northwind,,Microsoft 365,Invoice!C2,38,42,20,USD,2026-05-01,42 active; billed 38 → underbilled 4,Update invoice\r\n",
    );
  });

  it.each([
    ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
    ["+1 Ltd", "'+1 Ltd"],
    ["-5 AG", "'-5 AG"],
    ["@home", "'@home"],
    ["\tTab", "'\tTab"],
    ["\rReturn", '"\'\rReturn"'],
    ["Bolt, Nut", '"Bolt, Nut"'],
    ['the "old" one', '"the ""old"" one"'],
    ["two\nlines", '"two\nlines"'],
    ["a=b", "a=b"],
  ])("writes the text %j so that no spreadsheet reads a formula", (text, expected) => {
    expect(csvText(["A"], [[text]])).toBe(`\uFEFFA\r\n${expected}\r\n`);
  });

  it("keeps a negative number a number", () => {
    expect(csvText(["A"], [[-2]])).toBe("\uFEFFA\r\n-2\r\n");
  });
});
