export { extractRecords } from "./extract";
export { detectPeriod } from "./period";
export { settleNotation } from "./reader";
export { correctionKey, LAYOUT_MAP_HEADERS, headersText, readLayoutMap, settingText } from "./layout-map";
export { columnName, headerTextsAt } from "./corrected";
export { recogniseSources } from "./recognise";
export { doubtedWhenStale, isStale, withLatestSnapshots } from "./snapshots";
export { totalledName } from "./total-words";
export { foldHeader, headerScore } from "./vocabulary";
