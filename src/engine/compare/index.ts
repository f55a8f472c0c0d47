export { askedHeaders } from "./asked-headers";
export { compare } from "./compare";
export type { Comparison } from "./compare";
export { convertTotals, totalsOf } from "./totals";
