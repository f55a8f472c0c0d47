export { catalogueKey } from "./catalogue";
