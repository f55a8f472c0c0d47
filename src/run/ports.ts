import type { ShareAnswer, ShareRequest, Survey } from "../engine";
import type { ConnectedSource } from "./connections-port";
import type {
  BilledCell,
  Decision,
  Period,
  Reconciliation,
  SheetGrid,
  SourceLayout,
  TableGrid,
  WorkbookSnapshot,
} from "../engine/records";

/** How far a long step is: `total` is 0 while it is not known. */
export interface Progress {
  readonly phase: "reading" | "recognising" | "reconciling" | "writing";
  readonly done: number;
  readonly total: number;
}

/** What every long call gets: a signal to stop on, and a place to report progress. */
export interface CallOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** A cell of the workbook, 0-based; a `null` column stands for the whole row. */
export interface CellPlace {
  readonly sheet: string;
  readonly row: number;
  readonly column: number | null;
}

/** A change of one invoice quantity that a person asked for. */
export interface QuantityUpdate {
  readonly key: string;
  readonly cell: BilledCell;
  readonly oldQuantity: number;
  readonly newQuantity: number;
}

/** What became of updates. Those of one result are written together or not at all. */
export interface UpdateAnswer {
  readonly written: readonly QuantityUpdate[];
  /** `why` continues "Row 4 of Invoice …". */
  readonly refused: readonly { readonly update: QuantityUpdate; readonly why: string }[];
}

/** A person's choice for one unmapped name; an empty `to` means: ignore this name. */
export interface MappingChoice {
  readonly kind: "client" | "product";
  readonly source: string;
  readonly name: string;
  readonly to: string;
}

/** A row of tblRules as a person edits it: texts by column header. */
export interface RuleEdit {
  /** 0-based row of the table's data; `null` for a new row. */
  readonly row: number | null;
  readonly cells: Readonly<Record<string, string>>;
}

/** How much of the workbook is read. */
export interface SnapshotOptions extends CallOptions {
  /** Whether every cell is needed; left out = what a run under the tables of the workbook asks. */
  readonly isWhole?: boolean;
}

/** The workbook beside the pane. Every method rejects with an Error whose message says what to do. */
export interface WorkbookPort {
  readSnapshot(options: SnapshotOptions): Promise<WorkbookSnapshot>;
  /** Writes what a run found over what was read last. Until it reports more than nothing as done, the workbook is as it was. */
  write(reconciliation: Reconciliation, options: CallOptions): Promise<void>;
  removeAnnotations(): Promise<void>;
  selectCell(place: CellPlace): Promise<void>;
  /** Why each update would not be written, continuing "Row 4 of Invoice …", `null` where it would; writes nothing. */
  checkUpdates(updates: readonly QuantityUpdate[]): Promise<readonly (string | null)[]>;
  /** Writes quantities where the cell still holds the old one, and logs each. */
  applyUpdates(updates: readonly QuantityUpdate[]): Promise<UpdateAnswer>;
  /** Writes the old quantities again, on the same condition. */
  putBack(updates: readonly QuantityUpdate[]): Promise<UpdateAnswer>;
  writeDecisions(keys: readonly string[], decision: Decision): Promise<void>;
  writeMappings(choices: readonly MappingChoice[]): Promise<void>;
  /** One of the add-in's own tables as it stands now; `null` where there is none. */
  readTable(name: "tblRules" | "tblLog"): Promise<TableGrid | null>;
  writeRule(edit: RuleEdit): Promise<void>;
  /** Writes a sheet of its own with these cells, called like the grid if that is free; gives the name it got. */
  writeSnapshot(grid: SheetGrid): Promise<string>;
  /** Writes a sheet that a person asked for, anew each time. */
  share(request: ShareRequest): Promise<ShareAnswer>;
  /** Calls back when a person selects a cell; returns how to stop. */
  onSelection(listener: (place: CellPlace) => void): () => void;
  /** Calls back when cells changed, by hand or by a co-author; a hint only, events may be missed. */
  onChanged(listener: () => void): () => void;
}

/** What a reconciliation is asked with; corrected layouts take the place of recognised ones. */
export interface ReconcileRequest {
  readonly layouts: readonly SourceLayout[];
  /** `null`: the engine finds the period. */
  readonly period: Period | null;
  /** UTC timestamp of the run, ISO 8601. */
  readonly now: string;
  /** Usage files beside the workbook, read where the engine runs. */
  readonly files?: readonly File[];
}

/** The engine, in a worker or in place. */
export interface EnginePort {
  recognise(snapshot: WorkbookSnapshot, options: CallOptions): Promise<Survey>;
  reconcile(
    snapshot: WorkbookSnapshot,
    request: ReconcileRequest,
    options: CallOptions,
  ): Promise<Reconciliation>;
}

/** The time of day, so that tests choose it. */
export interface ClockPort {
  /** UTC timestamp, ISO 8601. */
  now(): string;
}

/** Everything a run works on. */
export interface RunPorts {
  readonly workbook: WorkbookPort;
  readonly engine: EnginePort;
  readonly clock: ClockPort;
  /** Usage files that take part besides the workbook; left out = none. */
  readonly files?: () => readonly File[];
  /** What takes part besides the sheets of the workbook; left out = nothing does. */
  readonly connected?: () => readonly Pick<ConnectedSource, "sheet" | "layout">[];
}
