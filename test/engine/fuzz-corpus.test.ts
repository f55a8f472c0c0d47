import { jsonLineRows } from "../../src/engine/files/json-lines";
import { explore } from "../../scripts/fuzz/explore";
import { readKept } from "../../scripts/fuzz/kept";
import { TARGETS } from "../../scripts/fuzz/targets";

const SEED = 20_261_125;
const MUTATIONS = 3_000;

describe(`parsers on hostile texts (seed ${SEED}, ${MUTATIONS} inputs each)`, () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))(
    "%s hold for the corpus, for what went wrong once and for changes of both",
    (_, target) => {
      const { faults, corpus } = readKept(target);
      expect(corpus.length).toBeGreaterThan(0);
      const { runs, faults: found } = explore(target, {
        seed: SEED,
        corpus: [...faults, ...corpus],
        goesOn: (done) => done < MUTATIONS,
      });
      expect(found).toEqual([]);
      expect(runs).toBeGreaterThanOrEqual(MUTATIONS);
    },
  );
});

describe("files of JSON lines that mean harm", () => {
  it("are refused when every line brings a key of its own", () => {
    const text = Array.from({ length: 2_001 }, (_, at) => `{"k${at}":1}\n`).join("");
    expect(() => jsonLineRows().push(text)).toThrow(/more than 2000 different keys/);
  });

  it("are read past a line that is nested too deeply", () => {
    const { rows, unreadable } = jsonLineRows().push(
      `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}\n{"a":1}\n`,
    );
    expect(rows).toEqual([[], [1]]);
    expect(unreadable).toEqual([{ row: 0, reason: expect.stringContaining("nested too deeply") as string }]);
  });
});
