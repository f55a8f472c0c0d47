import "@ironcalc/workbook/style.css";
import "./page.css";
import { init } from "@ironcalc/workbook";
import { createRoot } from "react-dom/client";
import { startInBrowser } from "../host/browser";
import { CALCULATION, openSession } from "./session";
import { Workbench } from "./Workbench";

const SAMPLE = "realistic-month.xlsx";

async function start(): Promise<void> {
  const element = document.getElementById("pane");
  if (element === null) throw new Error("The page has no element #pane: see webpack.config.js.");
  await startInBrowser("office/excel-web-16.00.js");
  // The grid's own start: it shares the calculation engine and loads the texts of its menus.
  await init({ module_or_path: CALCULATION });
  const query = new URLSearchParams(location.search);
  // What is fetched becomes the workbook: beside a sample there would be two invoices.
  if (query.has("relay") || query.has("empty")) {
    const first = await openSession("New workbook.xlsx", null);
    createRoot(element).render(<Workbench first={first} locale={navigator.language} />);
    return;
  }
  const sample = await fetch(`samples/${SAMPLE}`);
  if (!sample.ok) throw new Error(`The sample ${SAMPLE} could not be loaded. Reload the page.`);
  const first = await openSession(SAMPLE, new Uint8Array(await sample.arrayBuffer()));
  createRoot(element).render(<Workbench first={first} locale={navigator.language} />);
}

void start().catch((error: unknown) => {
  document.body.textContent = error instanceof Error ? error.message : String(error);
});
