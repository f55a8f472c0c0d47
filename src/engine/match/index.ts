export { readMappingTable } from "./mapping-table";
export { billedClients, billedServices, billedTarget, resolveClient, resolveProduct } from "./resolve";
export type { BilledNames, PlacedLine, Resolution, Target } from "./resolve";
export { clientSuggester, productSuggester } from "./suggest";
export { indexTable } from "./table-index";
export type { TableIndex } from "./table-index";
