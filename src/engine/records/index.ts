export type {
  CellError,
  CellValue,
  GridArea,
  GridTable,
  OwnTables,
  SheetGrid,
  TableGrid,
  WorkbookSnapshot,
} from "./grid";
export type { IsoDate, Period } from "./period";
export type { ClientPlacement, Crosstab, Field, SkippedRowKind, SourceLayout, SourceRole } from "./source";
export type { BilledLine, RejectedRow, RowRef, UsageRecord } from "./record";
export type {
  BilledCell,
  Change,
  Decision,
  DecisionKind,
  EvidenceRows,
  LogEntry,
  MoneyTotals,
  Outcome,
  Reconciliation,
  Rejection,
  ResultRow,
  RowCounts,
  SourceResult,
  Suggestion,
  TableIssue,
  UnmappedName,
} from "./result";
