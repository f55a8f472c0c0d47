import { createUsageFiles } from "../../src/run";

describe("usage files", () => {
  it("are kept by name, the later one in the place of the earlier", () => {
    const files = createUsageFiles();
    const told: number[] = [];
    files.subscribe(() => told.push(files.get().length));
    const first = new File(["a"], "usage.csv");
    const again = new File(["bc"], "usage.csv");
    files.add([first, new File(["x"], "other.csv")]);
    files.add([again]);
    expect(files.get().map(({ name, size }) => `${name} ${size}`)).toEqual(["other.csv 1", "usage.csv 2"]);
    files.remove("other.csv");
    expect(files.get()).toEqual([again]);
    expect(told).toEqual([2, 2, 1]);
  });
});
