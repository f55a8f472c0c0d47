export { clientKey, domainKey } from "./client";
export { foldText, foldWords, idKey } from "./fold";
export { productKey } from "./product";
export { dayOrderOf, exclusiveEnd, isDateFormat, parseDate } from "./date";
export type { DayOrder, ParsedDate } from "./date";
export { decimalMarkOf, parseNumber } from "./number";
export type { DecimalMark, ParsedNumber } from "./number";
