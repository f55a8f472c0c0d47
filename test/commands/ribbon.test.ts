import { readFileSync } from "node:fs";
import { addRibbonCommands } from "../../src/commands/ribbon";
import { createRun } from "../../src/run";
import { memoryPorts } from "../run/ports";

type Action = (event: { readonly completed: () => void }) => void;

function ribbon() {
  const memory = memoryPorts();
  const actions = new Map<string, Action>();
  let shown = 0;
  addRibbonCommands(createRun(memory.ports), {
    actions: { associate: (name, action) => void actions.set(name, action) },
    addin: {
      showAsTaskpane: () => {
        shown += 1;
        return Promise.resolve();
      },
    },
  });
  const press = (name: string): Promise<void> =>
    new Promise((resolve) => actions.get(name)?.({ completed: resolve }));
  return { ...memory, actions, press, wasShown: () => shown };
}

describe("the ribbon", () => {
  it("has a command for every function that the manifest names, and no other", () => {
    const named = [...readFileSync("manifest.xml", "utf8").matchAll(/<FunctionName>([^<]+)</g)].map(
      (match) => match[1],
    );
    expect([...ribbon().actions.keys()].sort()).toEqual(named.sort());
  });

  it("opens the pane and reconciles at one press, and tells Excel when it is done", async () => {
    const { press, calls, wasShown } = ribbon();
    await press("reconcile");
    expect(calls).toContain("write");
    expect(wasShown()).toBe(1);
  });

  it("ends the command when the workbook fails", async () => {
    const { press, settings, calls } = ribbon();
    settings.fail = "write";
    await press("reconcile");
    settings.fail = null;
    await press("removeAnnotations");
    expect(calls.at(-1)).toBe("remove");
  });
});
