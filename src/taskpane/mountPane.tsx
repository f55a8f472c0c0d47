import {
  FluentProvider,
  teamsHighContrastTheme,
  webDarkTheme,
  webLightTheme,
} from "@fluentui/react-components";
import type { Theme } from "@fluentui/react-components";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { ReactElement } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { createPane, PaneContext } from "./pane";
import type { PanePorts, ThemeName } from "./pane";

const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: webLightTheme,
  dark: webDarkTheme,
  contrast: teamsHighContrastTheme,
};

/** Shows the pane in `element`; returns how to take it away again. */
export function mountPane(element: Element, ports: PanePorts): () => void {
  const root = createRoot(element);
  root.render(<PaneRoot {...ports} />);
  return () => {
    root.unmount();
  };
}

/** The pane with its theme and ports around it. */
export function PaneRoot({
  run,
  openSample,
  connections,
  usageFiles,
  theme,
  locale,
}: PanePorts): ReactElement {
  const subscribe = useCallback((listener: () => void) => theme.subscribe(listener), [theme]);
  const name = useSyncExternalStore(subscribe, () => theme.get());
  const pane = useMemo(
    () =>
      createPane({
        run,
        theme,
        locale,
        ...(openSample === undefined ? {} : { openSample }),
        ...(connections === undefined ? {} : { connections }),
        ...(usageFiles === undefined ? {} : { usageFiles }),
      }),
    [run, openSample, connections, usageFiles, theme, locale],
  );
  return (
    <FluentProvider
      theme={THEMES[name]}
      style={{
        colorScheme: name === "light" ? "light" : "dark",
        display: "flex",
        flexDirection: "column",
      }}
    >
      <PaneContext value={pane}>
        <App />
      </PaneContext>
    </FluentProvider>
  );
}
