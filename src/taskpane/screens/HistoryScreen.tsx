import { Button } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { ReactElement } from "react";
import type { TableGrid } from "../../engine/records";
import type { ReviewingState } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";
import { PutBackPart } from "./PutBackPart";

/** Most log rows that are shown: the sheet holds them all. */
const SHOWN = 50;

/** Invoice updates that can be put back, the log, and the way to remove what was written. */
export function HistoryScreen({ state }: { readonly state: ReviewingState }): ReactElement {
  const { run, texts } = usePane();
  const styles = useStyles();
  const [log, setLog] = useState<TableGrid | null>(null);
  useEffect(() => {
    let isHere = true;
    void run.readTable("tblLog").then((table) => {
      if (isHere) setLog(table);
    });
    return () => {
      isHere = false;
    };
  }, [run, state.updates, state.reconciliation]);
  return (
    <section>
      <PutBackPart state={state} />
      <p>{texts.removeHint}</p>
      <Button onClick={() => void run.removeAnnotations()}>{texts.removeAnnotations}</Button>
      <h3>{texts.log}</h3>
      {log === null || log.rows.length === 0 ? (
        <p>{texts.noLog}</p>
      ) : (
        <ul>
          {[...log.rows]
            .reverse()
            .slice(0, SHOWN)
            .map((_, index) => {
              const cells = logCells(log, log.rows.length - 1 - index);
              return (
                <li key={index}>
                  <span className={styles.quiet}>{cells.when}</span> {cells.action} {cells.where}
                  {cells.change === "" ? "" : `: ${cells.change}`}
                </li>
              );
            })}
        </ul>
      )}
    </section>
  );
}

const DAY_MS = 86_400_000;
/** Serial number of 1970-01-01 in Excel's 1900 date system. */
const EPOCH_SERIAL = 25_569;

interface LogCells {
  /** UTC, to the minute. */
  readonly when: string;
  readonly action: string;
  readonly where: string;
  readonly change: string;
}

function logCells({ headers, rows }: TableGrid, row: number): LogCells {
  const textOf = (header: string): string => {
    const value = rows[row]?.[headers.findIndex((name) => name.trim() === header)] ?? null;
    return value === null || typeof value === "object" ? "" : String(value);
  };
  const serial = Number(textOf("When"));
  const isDate = serial > EPOCH_SERIAL;
  return {
    when: isDate
      ? new Date((serial - EPOCH_SERIAL) * DAY_MS).toISOString().slice(0, 16).replace("T", " ")
      : textOf("When"),
    action: textOf("Action"),
    where: textOf("Where"),
    change: [textOf("Old"), textOf("New")].filter((text) => text !== "").join(" → "),
  };
}
