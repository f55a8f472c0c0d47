export { createCatalogue, joinCatalogues } from "./catalogue";
export type { Catalogue, Rename, VendorCatalogue } from "./catalogue";
export { catalogueKey } from "./known-products";
