export { billedCellsOf, evidenceOf } from "./evidence";
export { ratesText } from "./rates-text";
export { stepsOf } from "./steps";
export { whyOf } from "./why";
