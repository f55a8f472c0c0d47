export type { AuditLine } from "./app";
export { addPairing } from "./pairing";
export { startRelay } from "./server";
export type { RunningRelay } from "./server";
export { openVault } from "./vault";
export type { StoredConnection, Vault } from "./vault";
