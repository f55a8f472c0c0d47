export { extractRecords } from "./extract";
export { detectPeriod } from "./period";
export { settleNotation } from "./reader";
export { recogniseSources } from "./recognise";
export { withLatestSnapshots } from "./snapshots";
export { totalledName } from "./total-words";
export { foldHeader, headerScore } from "./vocabulary";
