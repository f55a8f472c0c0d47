import { createConnections, createRun, createUsageFiles, createWorkerEngine } from "../run";
import { mountPane } from "../taskpane";
import type { ThemeName, ThemePort } from "../taskpane";
import { ExcelGateway } from "../workbook";
import { createConnectedSystems } from "./connected-systems";
import { createExcelEvents } from "./excel-events";
import { createExcelWorkbook } from "./excel-workbook";
import { createMicrosoftSignIn } from "./microsoft-sign-in";
import { addRibbonCommands } from "./ribbon";

/** Application id at Microsoft Entra ID, put in by the build (`--env microsoftClientId=…`); blank for none. */
declare const MICROSOFT_CLIENT_ID: string;

// The task pane in Excel: everything is put together here.
void Office.onReady(() => {
  const element = document.getElementById("pane");
  if (element === null) throw new Error("The page has no element #pane: see webpack.config.js.");
  const gateway = new ExcelGateway((batch) => Excel.run(batch));
  const now = (): string => new Date().toISOString();
  const workbook = createExcelWorkbook({
    gateway,
    events: createExcelEvents(gateway),
    who: "Task pane",
    now,
  });
  const clock = { now };
  const port = createConnectedSystems({
    // A team hosts pane and relay as one; another address is typed in.
    relayAddress: "",
    signIn:
      MICROSOFT_CLIENT_ID === ""
        ? null
        : createMicrosoftSignIn(MICROSOFT_CLIENT_ID, {
            office: Office,
            nowMs: () => Date.now(),
            page: location.href,
          }),
    now,
  });
  const connections = createConnections({ port, workbook, clock });
  const usageFiles = createUsageFiles();
  const run = createRun({
    workbook,
    engine: createWorkerEngine(() => new Worker(new URL("../run/worker/main.ts", import.meta.url))),
    clock,
    connected: () => connections.sources(),
    files: () => usageFiles.get(),
  });
  mountPane(element, {
    run,
    connections,
    usageFiles,
    openSample,
    theme: officeTheme(),
    locale: Office.context.displayLanguage,
  });
  addRibbonCommands(run, Office);
});

/** Opens the sample as a new workbook: the person's own stays as it is. */
async function openSample(): Promise<void> {
  const { default: address } = await import("../../assets/samples/seats-38-42.xlsx");
  await Excel.createWorkbook(address.slice(address.indexOf(",") + 1));
}

/** Office's theme as it is when the pane opens; a Windows contrast theme is followed as it changes. */
function officeTheme(): ThemePort {
  const contrast = window.matchMedia("(forced-colors: active)");
  return {
    get: themeName,
    subscribe: (listener) => {
      contrast.addEventListener("change", listener);
      return () => {
        contrast.removeEventListener("change", listener);
      };
    },
  };
}

function themeName(): ThemeName {
  if (window.matchMedia("(forced-colors: active)").matches) return "contrast";
  // Not every host names a theme, whatever the types say.
  const theme = Office.context.officeTheme as Office.OfficeTheme | undefined;
  return theme?.isDarkTheme === true ? "dark" : "light";
}
