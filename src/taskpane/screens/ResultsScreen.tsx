import { Button, Input, Select, ToggleButton } from "@fluentui/react-components";
import { useMemo, useState } from "react";
import type { ReactElement } from "react";
import { countOutcomes, groupRows, selectRows } from "../../run";
import type { GroupBy, ReviewingState, SortBy } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";
import { DecideSeveral } from "./DecideSeveral";
import { ResultDetail } from "./ResultDetail";
import { ResultList } from "./ResultList";
import { ShareSection } from "./ShareSection";

const SORTS: readonly SortBy[] = ["impact", "difference", "client", "service"];
const GROUPS: readonly GroupBy[] = ["none", "client", "service"];

/** Money at stake, filters and the list; or the detail of the chosen result. */
export function ResultsScreen({ state }: { readonly state: ReviewingState }): ReactElement {
  const { run, texts, money } = usePane();
  const styles = useStyles();
  const { view, selectedKey } = state;
  const { results, totals, converted } = state.reconciliation;
  const counts = useMemo(() => countOutcomes(results, view.search), [results, view.search]);
  const shown = useMemo(() => selectRows(results, view), [results, view]);
  const items = useMemo(() => groupRows(shown, view.group), [shown, view.group]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const chosenRows = useMemo(() => results.filter(({ key }) => chosen.has(key)), [results, chosen]);
  const selected = results.find((row) => row.key === selectedKey);
  if (selected !== undefined) {
    return (
      <>
        <ResultDetail key={selected.key} row={selected} />
        <ShareSection state={state} />
      </>
    );
  }
  return (
    <section>
      {Object.entries(totals).map(([currency, total]) => (
        <p key={currency}>
          {texts.underbilled} {money(total.underbilled, currency)} · {texts.overbilled}{" "}
          {money(total.overbilled, currency)}
        </p>
      ))}
      {(converted?.totals ?? []).map(({ currency, underbilled, overbilled, rates }) => (
        <p key={currency}>
          {texts.allIn(currency, rates.map(({ from, rate }) => `${from} ${rate}`).join(", "))}:{" "}
          {texts.underbilled} {money(underbilled, currency)} · {texts.overbilled}{" "}
          {money(overbilled, currency)}
        </p>
      ))}
      {(converted?.remarks ?? []).map((remark) => (
        <p key={remark}>{texts.notAdded(remark)}</p>
      ))}
      <div role="group" aria-label={texts.outcomes} className={styles.wrap}>
        {[...counts].map(([outcome, count]) => {
          const isOn = view.outcomes.includes(outcome);
          return (
            <ToggleButton
              key={outcome}
              size="small"
              checked={isOn}
              onClick={() => {
                const others = view.outcomes.filter((it) => it !== outcome);
                run.setView({ outcomes: isOn ? others : [...others, outcome] });
              }}
            >
              {texts.outcome[outcome]} {count}
            </ToggleButton>
          );
        })}
      </div>
      <Input
        type="search"
        aria-label={texts.search}
        placeholder={texts.search}
        value={view.search}
        onChange={(_, { value }) => {
          run.setView({ search: value });
        }}
      />
      <div className={styles.wrap}>
        <Select
          className={styles.grow}
          aria-label={texts.sortBy}
          value={view.sort}
          onChange={(_, { value }) => {
            run.setView({ sort: SORTS.find((it) => it === value) ?? "impact" });
          }}
        >
          {SORTS.map((it) => (
            <option key={it} value={it}>
              {texts.sort[it]}
            </option>
          ))}
        </Select>
        <Select
          className={styles.grow}
          aria-label={texts.groupBy}
          value={view.group}
          onChange={(_, { value }) => {
            run.setView({ group: GROUPS.find((it) => it === value) ?? "none" });
          }}
        >
          {GROUPS.map((it) => (
            <option key={it} value={it}>
              {texts.group[it]}
            </option>
          ))}
        </Select>
      </div>
      {items.length > 0 && (
        <Button
          size="small"
          onClick={() => {
            setChosen(new Set(shown.map(({ key }) => key)));
          }}
        >
          {texts.chooseShown(shown.length)}
        </Button>
      )}
      {chosenRows.length > 0 && (
        <DecideSeveral
          rows={chosenRows}
          onClear={() => {
            setChosen(new Set());
          }}
        />
      )}
      {items.length === 0 ? (
        <p>{texts.nothingFound}</p>
      ) : (
        <ResultList
          items={items}
          chosen={chosen}
          onChoose={(key, isChosen) => {
            setChosen(new Set(isChosen ? [...chosen, key] : [...chosen].filter((it) => it !== key)));
          }}
        />
      )}
      <ShareSection state={state} chosen={chosenRows} />
    </section>
  );
}
