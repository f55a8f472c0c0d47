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
export type {
  ClientPlacement,
  Crosstab,
  Field,
  JoinedProducts,
  LayoutCorrection,
  LayoutSetting,
  QuantityWriting,
  SkippedRowKind,
  SourceLayout,
  SourceRole,
  WrittenQuantity,
} from "./source";
export { countOf, rowCountOf } from "./record";
export type {
  BilledLine,
  Extraction,
  GroupedRows,
  RejectedRow,
  RowNames,
  RowNumbers,
  RowRef,
  UsageRecord,
} from "./record";
export { ONE, Total, ZERO, asShown, decimal, sum, toMoney, toQuantity } from "./decimal";
export type { Decimal } from "./decimal";
export type {
  AppliedUpdate,
  BilledCell,
  Change,
  Decision,
  DecisionKind,
  EvidenceRows,
  LogEntry,
  MappingProposal,
  ExcludedRows,
  Outcome,
  Reconciliation,
  Rejection,
  ResultRow,
  RowCounts,
  SourceResult,
  Step,
  Suggestion,
  TableIssue,
  UnmappedName,
} from "./result";
export { OUTCOMES } from "./result";
export type { LoggedUpdate, PutBackState } from "./logged";
export type { ConvertedTotal, ConvertedTotals, MoneyTotals } from "./totals";
