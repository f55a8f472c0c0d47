import type { CellValue, ResultRow } from "../../../src/engine/records";
import { compareBook, resultFor, type BookInput } from "./book";

const BOOK: BookInput = {
  invoice: [
    { client: "Acme", service: "M365", quantity: 38, price: 22 },
    { client: "Bolt", service: "M365", quantity: 5, price: 22 },
  ],
  usage: {
    Licences: [
      { client: "Acme", product: "M365", quantity: 42 },
      { client: "Bolt", product: "M365", quantity: 5 },
    ],
  },
};

/** The rows of tblDiscrepancies as the add-in writes them after a run. */
function tableAfter(results: readonly ResultRow[], edits: Readonly<Record<string, CellValue>> = {}) {
  return results.map((row) => ({
    Client: row.client,
    Service: row.service,
    Outcome: row.outcome,
    Why: row.why,
    Key: row.key,
    Change: row.change,
    "First seen": row.firstSeen,
    Decision: row.decision.decision,
    Reason: row.decision.reason,
    Expires: row.decision.expires,
    Owner: row.decision.owner,
    Note: row.decision.note,
    ...(row.client === "Acme" ? edits : {}),
  }));
}

function rerun(edits: Readonly<Record<string, CellValue>>, changes: Partial<BookInput> = {}) {
  const first = compareBook(BOOK);
  return compareBook({ ...BOOK, discrepancies: tableAfter(first.results, edits), ...changes });
}

describe("decisions over re-runs", () => {
  it("keeps decision, reason, owner and note by key, and the day a row was first seen", () => {
    const first = compareBook({ ...BOOK, today: "2026-06-01" });
    const edits = { Decision: "Follow up", Reason: "new hires?", Owner: "Dana", Note: "called" };
    const again = compareBook({
      ...BOOK,
      discrepancies: tableAfter(first.results, edits),
      today: "2026-06-09",
    });
    expect(resultFor(again, "Acme", "M365")).toMatchObject({
      decision: { decision: "Follow up", reason: "new hires?", owner: "Dana", note: "called" },
      firstSeen: "2026-06-01",
    });
  });

  it("changes nothing when nothing changed: the second run's results equal the first's", () => {
    const first = compareBook(BOOK);
    const second = compareBook({ ...BOOK, discrepancies: tableAfter(first.results), today: "2026-06-09" });
    expect(second.results).toEqual(first.results);
  });

  it("marks a corrected line resolved and the others unchanged", () => {
    const invoice = [{ client: "Acme", service: "M365", quantity: 42, price: 22 }, ...BOOK.invoice.slice(1)];
    const again = rerun({}, { invoice });
    expect(resultFor(again, "Acme", "M365")).toMatchObject({ outcome: "matched", change: "resolved" });
    expect(resultFor(again, "Bolt", "M365")).toMatchObject({ outcome: "matched", change: "unchanged" });
  });

  it("marks a difference of another size changed although its outcome is the same", () => {
    const usage = {
      Licences: [
        { client: "Acme", product: "M365", quantity: 43 },
        { client: "Bolt", product: "M365", quantity: 5 },
      ],
    };
    expect(resultFor(rerun({}, { usage }), "Acme", "M365")).toMatchObject({
      outcome: "underbilled",
      change: "changed",
    });
  });

  it("keeps the row of a client that is neither billed nor used any more, with its note", () => {
    const again = rerun(
      { Note: "left in May" },
      {
        invoice: BOOK.invoice.slice(1),
        usage: { Licences: [{ client: "Bolt", product: "M365", quantity: 5 }] },
      },
    );
    expect(resultFor(again, "Acme", "M365")).toMatchObject({
      change: "resolved",
      decision: { note: "left in May" },
    });
  });
});

describe("accepting a discrepancy", () => {
  const accept = { Decision: "Accept", Reason: "four seats free until July" };

  it("accepts with a reason and logs the accepted difference once", () => {
    const again = rerun(accept);
    expect(resultFor(again, "Acme", "M365").outcome).toBe("accepted");
    expect(again.accepted).toEqual([
      { action: "accept", where: "acme|m365", old: "", new: "4", detail: "four seats free until July" },
    ]);
    const logged = { Action: "accept", Where: "acme|m365", New: "4", Detail: "four seats free until July" };
    expect(rerun(accept, { log: [logged] }).accepted).toEqual([]);
  });

  it.each([
    ["without a reason", { Decision: "Accept" }, "acceptance-without-reason"],
    ["after it expired", { ...accept, Expires: "2026-06-01" }, "acceptance-expired"],
    ["with an expiry that is no date", { ...accept, Expires: "soon" }, "acceptance-expiry-not-a-date"],
  ])("does not accept %s", (_, edits, flag) => {
    const result = resultFor(rerun(edits), "Acme", "M365");
    expect(result.outcome).toBe("underbilled");
    expect(result.flags).toContain(flag);
  });

  it("does not accept a difference that has grown since it was accepted", () => {
    const logged = { Action: "accept", Where: "acme|m365", New: "3", Detail: accept.Reason };
    const result = resultFor(rerun(accept, { log: [logged] }), "Acme", "M365");
    expect(result).toMatchObject({ outcome: "underbilled", flags: ["acceptance-exceeded"] });
  });

  it("takes a new reason as a new acceptance", () => {
    const logged = { Action: "accept", Where: "acme|m365", New: "3", Detail: "an older reason" };
    expect(resultFor(rerun(accept, { log: [logged] }), "Acme", "M365").outcome).toBe("accepted");
  });

  it("accepts no row that needs review", () => {
    const usage = { Licences: [{ client: "Acme", product: "M365", quantity: 42, date: "2026-03-01" }] };
    expect(resultFor(rerun(accept, { usage }), "Acme", "M365").outcome).toBe("needs review");
  });

  it("accepts until its day, and is open again from that day on, saying why", () => {
    const until = { ...accept, Expires: "2026-07-01" };
    const on = (today: string) => resultFor(rerun(until, { today }), "Acme", "M365");
    expect(on("2026-06-30").outcome).toBe("accepted");
    expect(on("2026-07-01")).toMatchObject({ outcome: "underbilled", flags: ["acceptance-expired"] });
    expect(on("2026-07-01").why).toMatch(/; open again: accepted until 2026-07-01$/);
    expect(on("2026-07-01").decision).toMatchObject({ decision: "Accept", reason: accept.Reason });
  });

  it.each([
    ["shrinks", 40, "accepted"],
    ["stays", 42, "accepted"],
    ["grows", 43, "underbilled"],
    ["turns into charging for what is not used, although by less", 35, "overbilled"],
    ["turns and is larger", 33, "overbilled"],
  ])("judges an accepted difference of 4 that %s (%d used)", (_, quantity, outcome) => {
    const logged = { Action: "accept", Where: "acme|m365", New: "4", Detail: accept.Reason };
    const usage = {
      Licences: [
        { client: "Acme", product: "M365", quantity },
        { client: "Bolt", product: "M365", quantity: 5 },
      ],
    };
    expect(resultFor(rerun(accept, { usage, log: [logged] }), "Acme", "M365").outcome).toBe(outcome);
  });

  it("says at which difference it was accepted when it is open again", () => {
    const logged = { Action: "accept", Where: "acme|m365", New: "3", Detail: accept.Reason };
    const result = resultFor(rerun(accept, { log: [logged] }), "Acme", "M365");
    expect(result.why).toMatch(/; open again: accepted at a difference of 3, now 4$/);
  });
});

describe("decisions of resolved rows", () => {
  const corrected = {
    invoice: [{ client: "Acme", service: "M365", quantity: 42, price: 22 }, ...BOOK.invoice.slice(1)],
  };
  const decided = {
    Decision: "Follow up",
    Reason: "new hires",
    Expires: "2026-08-01",
    Owner: "Dana",
    Note: "called",
  };

  it("move into the log whole, and leave owner and note beside the row", () => {
    const again = rerun(decided, corrected);
    expect(again.resolved).toEqual([
      {
        action: "run",
        where: "acme|m365",
        old: "Follow up",
        new: "resolved",
        detail: "new hires; until 2026-08-01; owner Dana; called",
      },
    ]);
    expect(resultFor(again, "Acme", "M365").decision).toEqual({
      decision: "",
      reason: "",
      expires: "",
      owner: "Dana",
      note: "called",
    });
  });

  it("move once: the next run has nothing left to log", () => {
    const once = rerun(decided, corrected);
    const twice = compareBook({ ...BOOK, ...corrected, discrepancies: tableAfter(once.results) });
    expect(twice.resolved).toEqual([]);
    expect(twice.results).toEqual(once.results);
  });

  it("move too when the client is neither billed nor used any more", () => {
    const gone = rerun(decided, {
      invoice: BOOK.invoice.slice(1),
      usage: { Licences: [{ client: "Bolt", product: "M365", quantity: 5 }] },
    });
    expect(gone.resolved.map(({ where, old }) => [where, old])).toEqual([["acme|m365", "Follow up"]]);
  });

  it("move from an accepted row, so that a later difference is not accepted unseen", () => {
    const accept = { Decision: "Accept", Reason: "free until July" };
    const accepted = rerun(accept);
    const done = compareBook({ ...BOOK, ...corrected, discrepancies: tableAfter(accepted.results) });
    expect(done.resolved.map(({ old, detail }) => [old, detail])).toEqual([["Accept", "free until July"]]);
    const later = compareBook({ ...BOOK, discrepancies: tableAfter(done.results) });
    expect(resultFor(later, "Acme", "M365").outcome).toBe("underbilled");
  });

  it("end what was accepted: a new acceptance for the same reason is measured anew", () => {
    const log = [
      { Action: "accept", Where: "acme|m365", Old: "", New: "3", Detail: "free until July" },
      { Action: "run", Where: "acme|m365", Old: "Accept", New: "resolved", Detail: "free until July" },
    ];
    const again = rerun({ Decision: "Accept", Reason: "free until July" }, { log });
    expect(resultFor(again, "Acme", "M365").outcome).toBe("accepted");
    expect(again.accepted.map((entry) => entry.new)).toEqual(["4"]);
  });

  it("stay where they are while the row is open", () => {
    expect(rerun(decided).resolved).toEqual([]);
    expect(resultFor(rerun(decided), "Acme", "M365").decision.decision).toBe("Follow up");
  });
});
