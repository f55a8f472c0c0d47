import { Button, Checkbox } from "@fluentui/react-components";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { ReactElement } from "react";
import type { Outcome } from "../../engine/records";
import type { ListItem } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";

const ROW_HEIGHT_PX = 56;

/** The fills of the highlights in the workbook; the word beside the swatch says the same. */
const OUTCOME_COLORS: Readonly<Record<Outcome, string>> = {
  underbilled: "#F0A33F",
  unbilled: "#E5694A",
  overbilled: "#5B8DEF",
  unused: "#9A7BE0",
  "needs review": "#D9C41E",
  "not checked": "#9A9A9A",
  accepted: "#5FB87A",
  matched: "transparent",
};

interface Props {
  readonly items: readonly ListItem[];
  /** Keys of the results that are decided together. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (key: string, isChosen: boolean) => void;
}

/** The results, of which only those in view are in the page. */
export function ResultList({ items, chosen, onChoose }: Props): ReactElement {
  const { run, texts, verdict } = usePane();
  const styles = useStyles();
  const scroller = useRef<HTMLDivElement>(null);
  // No compiler memoises this code, and nothing of the virtualizer is handed to another component.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 8,
  });
  return (
    <div
      ref={scroller}
      role="region"
      tabIndex={0}
      aria-label={texts.resultList}
      style={{ height: "60vh", overflow: "auto" }}
    >
      <div style={{ height: virtualizer.getTotalSize(), position: "relative" }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <div
              key={index}
              style={{ position: "absolute", top: start, width: "100%", height: ROW_HEIGHT_PX }}
            >
              {item.kind === "group" ? (
                <strong>
                  {item.name} ({item.count})
                </strong>
              ) : (
                <div className={styles.choosable}>
                  <Checkbox
                    aria-label={texts.choose(`${item.row.client} · ${item.row.service}`)}
                    checked={chosen.has(item.row.key)}
                    onChange={(_, { checked }) => {
                      onChoose(item.row.key, checked === true);
                    }}
                  />
                  <Button
                    appearance="subtle"
                    className={styles.row}
                    onClick={() => void run.select(item.row.key)}
                  >
                    <span>
                      {item.row.client} · {item.row.service}
                    </span>
                    <span>
                      <span
                        aria-hidden
                        className={styles.swatch}
                        style={{ backgroundColor: OUTCOME_COLORS[item.row.outcome] }}
                      />
                      {verdict(item.row)}
                    </span>
                  </Button>
                </div>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
