export { mountPane, PaneRoot } from "./mountPane";
export type { PanePorts, ThemeName, ThemePort } from "./pane";
