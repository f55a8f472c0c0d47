import fc from "fast-check";
import { rememberedByTexts } from "../../../src/engine/normalise";

describe("what is remembered by several texts", () => {
  it("is what the function says, a missing text told from a blank one", () => {
    const text = fc.constantFrom(null, "", "a", "b", "a\nb", "|");
    const subjects = fc.array(fc.tuple(text, text, text), { maxLength: 40 });
    fc.assert(
      fc.property(subjects, (all) => {
        const say = (parts: readonly (string | null)[]): string => JSON.stringify(parts);
        const remembered = rememberedByTexts((parts: readonly (string | null)[]) => parts, say);
        for (const parts of [...all, ...all]) expect(remembered(parts)).toBe(say(parts));
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it("is computed once for the same texts, also where the answer is nothing", () => {
    let asked = 0;
    const remembered = rememberedByTexts(
      (parts: readonly string[]) => parts,
      () => {
        asked += 1;
        return undefined;
      },
    );
    remembered(["a", "b"]);
    remembered(["a", "b"]);
    expect(asked).toBe(1);
  });
});
