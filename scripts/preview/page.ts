import { createRun, createWorkerEngine } from "../../src/run";
import { mountPane } from "../../src/taskpane";
import type { ThemeName } from "../../src/taskpane";
import { createMemoryWorkbook } from "./memory-workbook";
import { longSheets, sampleSheets } from "./sample";

// ?theme=dark and ?locale=de choose what a host would say, ?rows=20000 a long workbook.
const asked = new URLSearchParams(location.search);
const themes: readonly ThemeName[] = ["light", "dark", "contrast"];
const theme = themes.find((name) => name === asked.get("theme")) ?? "light";

const rows = Number(asked.get("rows") ?? 0);

const element = document.getElementById("pane");
if (element === null) throw new Error("The page has no element #pane: see webpack.config.js.");
mountPane(element, {
  run: createRun({
    workbook: createMemoryWorkbook(rows > 0 ? longSheets(rows) : sampleSheets()),
    engine: createWorkerEngine(() => new Worker(new URL("../../src/run/worker/main.ts", import.meta.url))),
    clock: { now: () => new Date().toISOString() },
  }),
  theme: { get: () => theme, subscribe: () => () => undefined },
  locale: asked.get("locale") ?? navigator.language,
});
