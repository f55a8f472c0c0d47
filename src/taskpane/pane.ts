import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { IsoDate, Period, ResultRow } from "../engine/records";
import type { Connections, ConnectionsState, Run, RunState, UsageFiles } from "../run";
import { de } from "./texts/de";
import { en } from "./texts/en";
import type { Texts } from "./texts/texts";

/** How the host looks now; `contrast` follows the Windows contrast themes. */
export type ThemeName = "light" | "dark" | "contrast";

/** The host's theme, as it changes. */
export interface ThemePort {
  get(): ThemeName;
  subscribe(listener: () => void): () => void;
}

/** What the pane is mounted on. `locale` is a BCP 47 tag such as `de-AT`. */
export interface PanePorts {
  readonly run: Run;
  /** Left out where nothing can be connected. */
  readonly connections?: Connections;
  /** Left out where no files can be added. */
  readonly usageFiles?: UsageFiles;
  /** Opens the sample workbook beside the person's own; left out where that is not possible or already done. */
  readonly openSample?: () => Promise<void>;
  readonly theme: ThemePort;
  readonly locale: string;
}

/** What every screen needs: the run, the texts and the formats of the user's locale. */
export interface Pane {
  readonly run: Run;
  readonly openSample: (() => Promise<void>) | null;
  readonly connections: Connections | null;
  readonly usageFiles: UsageFiles | null;
  /** True for a source that is no sheet of the workbook, so that nothing can be selected there. */
  readonly isOutside: (source: string) => boolean;
  /** A UTC timestamp as people of the locale read it. */
  readonly moment: (timestamp: string) => string;
  /** How long ago a UTC timestamp is at another: "3 hours ago". */
  readonly age: (timestamp: string, now: string) => string;
  readonly texts: Texts;
  readonly quantity: (value: number | null) => string;
  readonly money: (value: number | null, currency: string | null) => string;
  /** The outcome with the difference and its money, where there is one. */
  readonly verdict: (row: ResultRow) => string;
  readonly percent: (share: number) => string;
  /** First to last day, both included. */
  readonly days: (period: Period) => string;
}

const DAY_MS = 86_400_000;

/** The pane of `ports`; an unknown value reads as a dash. */
export function createPane({ run, openSample, connections, usageFiles, locale }: PanePorts): Pane {
  const decimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 });
  const cents = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const ages = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const percents = new Intl.NumberFormat(locale, { style: "percent" });
  const texts = locale.startsWith("de") ? de : en;
  const quantity: Pane["quantity"] = (value) => (value === null ? "–" : decimals.format(value));
  // The code beside the number, because an invoice's currency text need not be one that Intl knows.
  const money: Pane["money"] = (value, currency) =>
    value === null ? "–" : `${cents.format(value)} ${currency ?? ""}`.trim();
  return {
    run,
    openSample: openSample ?? null,
    connections: connections ?? null,
    usageFiles: usageFiles ?? null,
    isOutside: (source) =>
      usageFiles?.get().some(({ name }) => name === source) === true ||
      connections?.sources().some(({ sheet }) => sheet.name === source) === true,
    moment: (timestamp) => moments.format(new Date(timestamp)),
    age: (timestamp, now) => {
      const minutes = Math.round((Date.parse(timestamp) - Date.parse(now)) / 60_000);
      if (minutes > -60) return ages.format(minutes, "minute");
      const hours = Math.round(minutes / 60);
      return hours > -48 ? ages.format(hours, "hour") : ages.format(Math.round(hours / 24), "day");
    },
    texts,
    quantity,
    money,
    verdict: ({ outcome, difference, impact, currency }) =>
      difference === null || difference === 0
        ? texts.outcome[outcome]
        : [
            texts.differenceOf(texts.outcome[outcome], quantity(Math.abs(difference))),
            ...(impact === null ? [] : [money(impact, currency)]),
          ].join(", "),
    percent: (share) => percents.format(share),
    days: ({ start, end }) => dates.formatRange(new Date(start), new Date(dayAfter(end, -1))),
  };
}

/** The day `count` days after `day`; a period ends before its end date, while people read its last day. */
export function dayAfter(day: IsoDate, count: number): IsoDate {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

export const PaneContext = createContext<Pane | null>(null);

/** The pane around this component. @throws Error outside of a mounted pane. */
export function usePane(): Pane {
  const pane = useContext(PaneContext);
  if (pane === null) throw new Error("A screen is shown outside of the pane: mount it with mountPane.");
  return pane;
}

/** The state of the run; the component renders again when it changes. */
export function useRunState(run: Run): RunState {
  const subscribe = useCallback((listener: () => void) => run.subscribe(listener), [run]);
  return useSyncExternalStore(subscribe, () => run.getState());
}

/** The state of the connections; the component renders again when it changes. */
export function useConnectionsState(connections: Connections): ConnectionsState {
  const subscribe = useCallback((listener: () => void) => connections.subscribe(listener), [connections]);
  return useSyncExternalStore(subscribe, () => connections.getState());
}

/** The chosen usage files; the component renders again when they change. */
export function useUsageFiles(usageFiles: UsageFiles | null): readonly File[] {
  const subscribe = useCallback(
    (listener: () => void) => usageFiles?.subscribe(listener) ?? (() => undefined),
    [usageFiles],
  );
  return useSyncExternalStore(subscribe, () => usageFiles?.get() ?? NO_FILES);
}

const NO_FILES: readonly File[] = [];
