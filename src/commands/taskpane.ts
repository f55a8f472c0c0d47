import { createRun, createWorkerEngine } from "../run";
import { mountPane } from "../taskpane";
import type { ThemeName, ThemePort } from "../taskpane";
import { ExcelGateway } from "../workbook";
import { createExcelEvents } from "./excel-events";
import { createExcelWorkbook } from "./excel-workbook";
import { addRibbonCommands } from "./ribbon";

// The task pane in Excel: everything is put together here.
void Office.onReady(() => {
  const element = document.getElementById("pane");
  if (element === null) throw new Error("The page has no element #pane: see webpack.config.js.");
  const gateway = new ExcelGateway((batch) => Excel.run(batch));
  const now = (): string => new Date().toISOString();
  const run = createRun({
    workbook: createExcelWorkbook({ gateway, events: createExcelEvents(gateway), who: "Task pane", now }),
    engine: createWorkerEngine(() => new Worker(new URL("../run/worker/main.ts", import.meta.url))),
    clock: { now },
  });
  mountPane(element, { run, theme: officeTheme(), locale: Office.context.displayLanguage });
  addRibbonCommands(run, Office);
});

/** Office's theme as it is when the pane opens. */
function officeTheme(): ThemePort {
  const name = themeName();
  return { get: () => name, subscribe: () => () => undefined };
}

function themeName(): ThemeName {
  if (window.matchMedia("(forced-colors: active)").matches) return "contrast";
  // Not every host names a theme, whatever the types say.
  const theme = Office.context.officeTheme as Office.OfficeTheme | undefined;
  return theme?.isDarkTheme === true ? "dark" : "light";
}
