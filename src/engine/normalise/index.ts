export { clientKey, domainKey } from "./client";
export { foldText, foldWords, idKey } from "./fold";
export { productKey } from "./product";
