import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suggest } from "../../src/cli/suggest";

async function run(
  left: string,
  right: string,
): Promise<{ status: number; printed: string; warned: string }> {
  const folder = await mkdtemp(join(tmpdir(), "suggest-"));
  const [ours, billed] = [join(folder, "left.csv"), join(folder, "right.csv")];
  await writeFile(ours, left);
  await writeFile(billed, right);
  let printed = "";
  let warned = "";
  const status = await suggest([ours, billed], {
    print: (text) => (printed += text),
    warn: (text) => (warned += text),
  });
  return { status, printed, warned };
}

const BILLED = 'id,name\nB1,"Acme Dental, LLC"\nB2,Northwind Traders\nB3,Microsoft 365 E3\n';

describe("the suggest command", () => {
  it("prints one row per left id with its status, in the order of the file", async () => {
    const { status, printed } = await run(
      "name,id\nACME Dental,L1\nNorthwnd Traders Inc,L2\nZebra Lager,L3\n",
      BILLED,
    );
    expect(status).toBe(0);
    const rows = printed.split("\n").map((line) => line.split(",").slice(0, 4));
    expect(rows[0]).toEqual(["left_id", "right_id", "score", "status"]);
    expect(rows.slice(1).map(([id, to, , state]) => [id, to, state])).toEqual([
      ["L1", "B1", "same"],
      ["L2", "B2", "suggested"],
      ["L3", "", "none"],
    ]);
  });

  it("does not take another plan for the same product", async () => {
    const { printed } = await run("id,name\nL1,Microsoft 365 E5\n", BILLED);
    expect(printed.split("\n")[1]).not.toMatch(/,same,/);
  });

  it.each([
    ["id,title\nL1,Acme\n", 'no column "name"'],
    ["id,name\nL1,Acme\nL1,Bolt\n", "the id L1 is used twice"],
    ["id,name\n,Acme\n", "the id is blank"],
  ])("says in one line what is wrong with %j", async (left, message) => {
    const { status, printed, warned } = await run(left, BILLED);
    expect([status, printed]).toEqual([2, ""]);
    expect(warned).toContain(message);
  });
});
