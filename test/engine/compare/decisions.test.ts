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
});
