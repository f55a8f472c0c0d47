export { billedCellsOf, evidenceOf } from "./evidence";
export { stepsOf } from "./steps";
export { whyOf } from "./why";
