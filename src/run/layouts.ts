import {
  columnName,
  correctionKey,
  headersText,
  headerTextsAt,
  LAYOUT_MAP_HEADERS,
  readLayoutMap,
  settingText,
} from "../engine";
import type {
  CellValue,
  Field,
  LayoutCorrection,
  SourceLayout,
  SourceRole,
  TableGrid,
  WorkbookSnapshot,
} from "../engine/records";
import type { Problem } from "./state";
import type { Store } from "./store";

/** Correcting what was recognised. What a person corrects holds at once, and is remembered by the next run's writing. */
export interface LayoutCommands {
  /** @param column 0-based; `null` takes the field away. */
  setLayoutColumn(source: string, field: Field, column: number | null): Promise<void>;
  setLayoutRole(source: string, role: SourceRole): Promise<void>;
  /** @param row 0-based row of the sheet. */
  setHeaderRow(source: string, row: number): Promise<void>;
  /** Takes back all that was corrected about a source's layout, in this session or before. */
  forgetCorrections(source: string): Promise<void>;
}

/** Corrections that the workbook does not hold yet. */
export interface Pending {
  readonly all: () => readonly LayoutCorrection[];
  /** The later of two about one thing holds. */
  readonly add: (correction: LayoutCorrection) => void;
  /** To be called when the workbook holds them. */
  readonly drop: (written: readonly LayoutCorrection[]) => void;
  /** The workbook as it would be with them: they are rows of tblLayoutMap. */
  readonly appliedTo: (snapshot: WorkbookSnapshot) => WorkbookSnapshot;
}

export function createPending(): Pending {
  let pending: readonly LayoutCorrection[] = [];
  return {
    all: () => pending,
    add: (correction) => {
      const key = correctionKey(correction);
      pending = [...pending.filter((other) => correctionKey(other) !== key), correction];
    },
    drop: (written) => {
      pending = pending.filter((correction) => !written.includes(correction));
    },
    appliedTo: (snapshot) => {
      const { tblLayoutMap } = snapshot.tables;
      const held = new Set(readLayoutMap(tblLayoutMap).corrections.map(correctionKey));
      // Nothing needs to be forgotten that the workbook never held.
      pending = pending.filter((it) => !it.isForgotten || held.has(correctionKey(it)));
      if (pending.length === 0) return snapshot;
      return { ...snapshot, tables: { ...snapshot.tables, tblLayoutMap: withRows(tblLayoutMap, pending) } };
    },
  };
}

function withRows(table: TableGrid | undefined, corrections: readonly LayoutCorrection[]): TableGrid {
  const headers = LAYOUT_MAP_HEADERS;
  const own = table ?? {
    name: "tblLayoutMap",
    sheet: "Mappings",
    firstRow: 1,
    firstColumn: 0,
    headers,
    rows: [],
  };
  const rows = corrections.map((correction) => {
    const cells: Readonly<Record<string, CellValue>> = {
      source: correction.source,
      headers: correction.headers,
      setting: settingText(correction.setting),
      value: correction.value,
      status: correction.isForgotten ? "forgotten" : "confirmed",
      when: correction.on,
    };
    return own.headers.map((header) => cells[header.trim().toLowerCase()] ?? null);
  });
  return { ...own, rows: [...own.rows, ...rows] };
}

/** What correcting works with. */
interface Context {
  readonly pending: Pending;
  readonly store: Store;
  readonly today: () => string;
  readonly change: (step: Problem["step"], work: () => Promise<void>) => Promise<boolean>;
  readonly readSheets: () => Promise<WorkbookSnapshot>;
  /** Recognises the workbook again with what is pending. */
  readonly recogniseAgain: () => Promise<void>;
}

export function layoutCommands(context: Context): LayoutCommands {
  const { pending, store, change, recogniseAgain } = context;
  const layoutOf = (source: string): SourceLayout | undefined => {
    const state = store.get();
    if (state.status !== "recognised" && state.status !== "reviewing") return undefined;
    return state.layouts.find(({ name }) => name === source);
  };
  const correct = async (
    source: string,
    correction: Pick<LayoutCorrection, "headers" | "setting" | "value">,
    shown: (layout: SourceLayout) => SourceLayout,
  ): Promise<void> => {
    pending.add({ ...correction, source, isForgotten: false, on: context.today() });
    const state = store.get();
    // Shown before the workbook is read again, so that a choice never jumps back while that takes its time.
    if (state.status === "recognised" || state.status === "reviewing")
      store.set({
        ...state,
        layouts: state.layouts.map((layout) => (layout.name === source ? shown(layout) : layout)),
      });
    await change("correct", recogniseAgain);
  };
  return {
    async setLayoutColumn(source, field, column) {
      const layout = layoutOf(source);
      if (layout === undefined) return;
      const { headers } = layout;
      const value = column === null ? "" : columnName(column, headers);
      await correct(source, { headers: headersText(headers), setting: field, value }, (shown) =>
        withColumn(shown, field, column),
      );
    },
    async setLayoutRole(source, role) {
      const layout = layoutOf(source);
      if (layout === undefined) return;
      await correct(
        source,
        { headers: headersText(layout.headers), setting: "role", value: role },
        (shown) => ({ ...shown, role }),
      );
    },
    async setHeaderRow(source, row) {
      const layout = layoutOf(source);
      if (layout === undefined || row === layout.headerRow) return;
      await change("correct", async () => {
        const texts = headerTextsAt((await context.readSheets()).sheets, source, row);
        if (texts === null)
          throw new Error(
            `Row ${row + 1} of ${source} cannot name columns: it needs texts in at least two of its cells, below which rows follow. Choose the row with the names of the columns.`,
          );
        await correct(
          source,
          { headers: texts, setting: "header row", value: String(row + 1) },
          (shown) => shown,
        );
      });
    },
    async forgetCorrections(source) {
      for (const correction of layoutOf(source)?.corrected ?? [])
        pending.add({ ...correction, isForgotten: true, on: context.today() });
      await change("correct", recogniseAgain);
    },
  };
}

/** A column means one thing only, so a field that held the column before loses it. */
function withColumn(layout: SourceLayout, field: Field, column: number | null): SourceLayout {
  const others = Object.entries(layout.columns).filter(([name, at]) => name !== field && at !== column);
  const columns = Object.fromEntries(column === null ? others : [...others, [field, column]]);
  return { ...layout, columns };
}
