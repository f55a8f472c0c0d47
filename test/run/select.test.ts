import { countOutcomes, groupRows, INITIAL_VIEW, selectRows } from "../../src/run";
import { resultRow } from "./ports";

const rows = [
  resultRow({ client: "Contoso", impact: 10 }),
  resultRow({ client: "Adatum", impact: -50, outcome: "overbilled" }),
  resultRow({ client: "Contoso", service: "Backup", impact: 30 }),
];

describe("selectRows", () => {
  it("puts the largest money first, whichever way it goes", () => {
    expect(selectRows(rows, INITIAL_VIEW).map((row) => row.impact)).toEqual([-50, 30, 10]);
  });

  it("shows the chosen outcomes and finds every word in client or service", () => {
    expect(selectRows(rows, { ...INITIAL_VIEW, outcomes: ["overbilled"] })).toHaveLength(1);
    expect(selectRows(rows, { ...INITIAL_VIEW, search: "BACK conto" })).toHaveLength(1);
  });
});

it("counts outcomes among the rows that the search finds", () => {
  expect([...countOutcomes(rows, "contoso")]).toEqual([["underbilled", 2]]);
});

it("groups in alphabetical order, each under a heading with its count", () => {
  const headings = groupRows(rows, "client").filter((item) => item.kind === "group");
  expect(headings.map(({ name, count }) => [name, count])).toEqual([
    ["Adatum", 1],
    ["Contoso", 2],
  ]);
});
