export { billedCellsOf, evidenceOf } from "./evidence";
export { whyOf } from "./why";
