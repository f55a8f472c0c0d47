import { Button, FluentProvider, makeStyles, Text, tokens, webLightTheme } from "@fluentui/react-components";
import { IronCalc } from "@ironcalc/workbook";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { DragEvent, ReactElement } from "react";
import { UnreadableWorkbook } from "../host/browser";
import { mountPane } from "../taskpane";
import { useFocusByPersonOnly } from "./grid-focus";
import { openSession, type Session } from "./session";

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", height: "100vh" },
  bar: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  remark: { color: tokens.colorNeutralForeground3, flexGrow: 1 },
  problem: { color: tokens.colorPaletteRedForeground1, flexGrow: 1 },
  work: { display: "flex", flexGrow: 1, minHeight: 0 },
  grid: { position: "relative", flexGrow: 1, minWidth: 0 },
  large: { flexGrow: 1, padding: tokens.spacingHorizontalXXL, color: tokens.colorNeutralForeground3 },
  pane: {
    width: "350px",
    flexShrink: 0,
    overflowY: "auto",
    // The pane fills its place, as it does beside Excel.
    "& > div": { display: "flex", flexDirection: "column", minHeight: "100%" },
    "& > div > div": { flexGrow: 1 },
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

/** What the page needs from its surroundings. */
export interface WorkbenchPorts {
  readonly first: Session;
  readonly locale: string;
}

/** The page: an embedded workbook in a grid, with the task pane beside it as in Excel. */
export function Workbench({ first, locale }: WorkbenchPorts): ReactElement {
  const styles = useStyles();
  const [session, setSession] = useState(first);
  const [problem, setProblem] = useState("");
  const picker = useRef<HTMLInputElement>(null);

  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      const next = await openSession(file.name, new Uint8Array(await file.arrayBuffer()));
      setSession(next);
      setProblem("");
      session.close();
    } catch (error) {
      if (!(error instanceof UnreadableWorkbook)) throw error;
      setProblem(`${file.name}: ${error.message} The workbook before it is still open.`);
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    void open(event.dataTransfer.files[0]);
  };

  return (
    <FluentProvider theme={webLightTheme}>
      <div
        className={styles.page}
        onDrop={drop}
        onDragOver={(event) => {
          event.preventDefault();
        }}
      >
        <div className={styles.bar}>
          <Button
            appearance="primary"
            onClick={() => {
              picker.current?.click();
            }}
          >
            Open workbook…
          </Button>
          <input
            ref={picker}
            type="file"
            accept=".xlsx"
            aria-label="Workbook file"
            hidden
            onChange={(event) => {
              void open(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
          <Button
            onClick={() => {
              void download(session);
            }}
          >
            Download
          </Button>
          <Text weight="semibold">{session.name}</Text>
          <Remark session={session} problem={problem} />
        </div>
        <div className={styles.work}>
          <Grid session={session} />
          <Pane session={session} locale={locale} />
        </div>
      </div>
    </FluentProvider>
  );
}

function Remark({ session, problem }: { session: Session; problem: string }): ReactElement {
  const styles = useStyles();
  const remark = useSyncExternalStore(session.grid.subscribe, session.grid.getRemark);
  return (
    <Text role="status" className={problem === "" ? styles.remark : styles.problem}>
      {[problem || remark, "This is an embedded workbook, not Excel."]
        .filter((text) => text !== "")
        .join(" ")}
    </Text>
  );
}

function Grid({ session }: { session: Session }): ReactElement {
  const styles = useStyles();
  const { model, number, isBehind } = useSyncExternalStore(session.grid.subscribe, session.grid.getState);
  const [container, setContainer] = useState<HTMLDivElement | null>(null);
  useFocusByPersonOnly(container, number);
  if (model === null) {
    return (
      <div className={styles.large}>
        <Text>
          This workbook is too large to be shown here. The pane works on it all the same; download it to see
          the cells.
        </Text>
      </div>
    );
  }
  return (
    <div
      ref={setContainer}
      className={styles.grid}
      aria-busy={isBehind}
      onPointerUp={session.grid.followSelection}
      onKeyUp={session.grid.followSelection}
    >
      {container !== null && <IronCalc key={number} model={model} rootContainer={container} />}
    </div>
  );
}

function Pane({ session, locale }: { session: Session; locale: string }): ReactElement {
  const styles = useStyles();
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (element.current === null) return undefined;
    const inner = document.createElement("div");
    element.current.append(inner);
    const unmount = mountPane(inner, {
      run: session.run,
      connections: session.connections,
      usageFiles: session.usageFiles,
      theme: { get: () => "light", subscribe: () => () => undefined },
      locale,
    });
    return () => {
      unmount();
      inner.remove();
    };
  }, [session, locale]);
  return <div ref={element} className={styles.pane} />;
}

async function download(session: Session): Promise<void> {
  const bytes = await session.save();
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = session.name.replace(/(\.reconciled)?\.xlsx$/i, ".reconciled.xlsx");
  link.click();
  URL.revokeObjectURL(address);
}
