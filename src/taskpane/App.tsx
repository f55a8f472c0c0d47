import { Spinner, Tab, TabList } from "@fluentui/react-components";
import { lazy, Suspense, useState } from "react";
import type { ReactElement } from "react";
import { usePane, useRunState } from "./pane";
import { ProblemBar } from "./ProblemBar";
import { ReconcileScreen } from "./screens/ReconcileScreen";
import { useStyles } from "./styles";

// Only the first screen is loaded with the pane.
const ResultsScreen = lazy(async () => ({
  default: (await import("./screens/ResultsScreen")).ResultsScreen,
}));
const MappingsScreen = lazy(async () => ({
  default: (await import("./screens/MappingsScreen")).MappingsScreen,
}));
const RulesScreen = lazy(async () => ({
  default: (await import("./screens/RulesScreen")).RulesScreen,
}));
const HistoryScreen = lazy(async () => ({
  default: (await import("./screens/HistoryScreen")).HistoryScreen,
}));

const ConnectionsScreen = lazy(async () => ({
  default: (await import("./screens/ConnectionsScreen")).ConnectionsScreen,
}));

const SCREENS = ["reconcile", "results", "mappings", "rules", "history", "connections"] as const;
type Screen = (typeof SCREENS)[number];

/** The tabs, the last problem, what is announced, and the chosen screen. */
export function App(): ReactElement {
  const { run, texts, connections } = usePane();
  const styles = useStyles();
  const state = useRunState(run);
  const [chosen, setChosen] = useState<Screen>("reconcile");
  const isReviewing = state.status === "reviewing";
  // A run that has just ended shows what it found; one that was cancelled or failed found nothing, and is begun again here.
  const found = isReviewing ? state.reconciliation : null;
  const [seen, setSeen] = useState({ status: state.status, found });
  if (seen.status !== state.status || (found !== null && seen.found !== found)) {
    setSeen({ status: state.status, found: found ?? seen.found });
    const isNew = seen.status === "reconciling" && found !== null && found !== seen.found;
    if (isNew && chosen === "reconcile") setChosen("results");
  }
  const screen = isReviewing || chosen === "connections" ? chosen : "reconcile";
  const announced =
    "progress" in state
      ? texts.phase[state.progress.phase]
      : isReviewing
        ? texts.ready(state.reconciliation.results.length)
        : "";
  return (
    <main className={styles.pane}>
      <TabList
        size="small"
        style={{ flexWrap: "wrap" }}
        selectedValue={screen}
        onTabSelect={(_, { value }) => {
          setChosen(SCREENS.find((name) => name === value) ?? "reconcile");
        }}
      >
        {SCREENS.filter((name) => name !== "connections" || connections !== null).map((name) => (
          <Tab
            key={name}
            value={name}
            disabled={name !== "reconcile" && name !== "connections" && !isReviewing}
          >
            {texts.screens[name]}
          </Tab>
        ))}
      </TabList>
      <div role="status">
        {announced}
        {isReviewing && state.lastChange !== null && (
          <p>{texts.changedOf[state.lastChange.action](state.lastChange.written, state.lastChange.asked)}</p>
        )}
      </div>
      {"problem" in state && state.problem !== null && <ProblemBar problem={state.problem} />}
      {isReviewing && state.isStale && <p>{texts.stale}</p>}
      {isReviewing && <p className={styles.quiet}>{state.reconciliation.completeness}</p>}
      <Suspense fallback={<Spinner label={texts.loading} />}>
        {screen === "connections" && connections !== null ? (
          <ConnectionsScreen connections={connections} />
        ) : state.status !== "reviewing" || screen === "reconcile" ? (
          <ReconcileScreen state={state} />
        ) : screen === "results" ? (
          <ResultsScreen state={state} />
        ) : screen === "mappings" ? (
          <MappingsScreen state={state} />
        ) : screen === "rules" ? (
          <RulesScreen />
        ) : (
          <HistoryScreen state={state} />
        )}
      </Suspense>
    </main>
  );
}
