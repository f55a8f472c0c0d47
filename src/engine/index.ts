export type * from "./records";
export { OUTCOMES } from "./records";
export {
  columnName,
  correctionKey,
  headersText,
  HEAD_ROWS,
  headerTextsAt,
  isStale,
  LAYOUT_MAP_HEADERS,
  mayNarrow,
  readLayoutMap,
  recogniseSources,
  settingText,
  TAIL_ROWS,
  withLatestSnapshots,
} from "./layout";
export { delimitedRows, jsonLineRows, UnreadableUsageFile, UsageFileReader } from "./files";
export type { RowSource, UsageFile } from "./files";
export { ratesText } from "./explain";
export { askedHeaders } from "./compare";
export { narrowSource } from "./narrow";
export type { Narrowing } from "./layout";
export { DuplicateSource, reconcile } from "./reconcile";
export type { ReconcileOptions } from "./reconcile";
export { surveySources } from "./survey";
export type { SourceFigures, Survey } from "./survey";
export { cellAddress, columnLetters } from "./tables";
export {
  CHANGE_HEADERS,
  changeCells,
  changeList,
  changeListCsv,
  clientPage,
  evidenceList,
  LINE_WIDTH,
  lineName,
  lineTexts,
  lineTextsIn,
  memoryOf,
  movementOf,
  outcomeTotals,
  remember,
} from "./share";
export type {
  ChangeList,
  ChangeRow,
  ClientPage,
  EvidencePlace,
  EvidenceRow,
  MovedTotal,
  Movement,
  OutcomeTotal,
  RunMemories,
  RunMemory,
  ShareAnswer,
  ShareRemark,
  ShareRequest,
} from "./share";
