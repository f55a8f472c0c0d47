import { dueOf, isOverdue, withDue, withoutDue } from "../../src/run";

const followUp = (note: string) => ({ decision: "Follow up", reason: "", expires: "", owner: "", note });

describe("a follow-up's due date", () => {
  it("stands before the note, and comes out of it again", () => {
    expect(withDue("ask Anna", "2026-12-01")).toBe("due 2026-12-01: ask Anna");
    expect(withDue("", "2026-12-01")).toBe("due 2026-12-01");
    expect(withDue("due 2026-12-01: ask Anna", "2026-12-08")).toBe("due 2026-12-08: ask Anna");
    expect(withDue("due 2026-12-01: ask Anna", "")).toBe("ask Anna");
    for (const note of ["ask Anna", "due soon: ask", ""]) {
      expect(withoutDue(withDue(note, "2026-12-01"))).toBe(note);
      expect(dueOf(followUp(withDue(note, "2026-12-01")))).toBe("2026-12-01");
    }
  });

  it("is past when its day is over, for follow-ups only", () => {
    const decision = followUp("due 2026-12-01: ask Anna");
    expect(isOverdue(decision, "2026-12-01")).toBe(false);
    expect(isOverdue(decision, "2026-12-02")).toBe(true);
    expect(isOverdue({ ...decision, decision: "Accept" }, "2026-12-02")).toBe(false);
    expect(isOverdue(followUp("ask Anna"), "2026-12-02")).toBe(false);
  });
});
