import { ROWS_PER_TURN } from "../../src/workbook/discrepancies";
import { rowsWhere } from "../../src/workbook/standing-rows";

/** Looks at so many rows, of which the even ones stand. */
async function looked(rows: number) {
  let [sinceTurn, longest, total] = [0, 0, 0];
  const standing = await rowsWhere(
    Array.from({ length: rows }).keys(),
    (row) => {
      sinceTurn += 1;
      total += 1;
      longest = Math.max(longest, sinceTurn);
      return row % 2 === 0;
    },
    () => {
      sinceTurn = 0;
      return Promise.resolve();
    },
  );
  return { standing, longest, total };
}

describe("looking for rows that stand", () => {
  it("gives others a turn between stretches of rows", async () => {
    const { longest, total } = await looked(3 * ROWS_PER_TURN + 7);
    expect(longest).toBe(ROWS_PER_TURN);
    expect(total).toBe(3 * ROWS_PER_TURN + 7);
  });

  it("finds the same rows however many there are", async () => {
    const { standing } = await looked(2 * ROWS_PER_TURN + 1);
    expect(standing.size).toBe(ROWS_PER_TURN + 1);
    expect([...standing].every((row) => row % 2 === 0)).toBe(true);
  });
});
