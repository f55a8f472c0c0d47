export { createRun } from "./run";
export { pause } from "./pause";
export type { Run } from "./commands";
export type { ShareCommands } from "./share";
export { countOutcomes, groupRows, selectRows } from "./select";
export type { ListItem } from "./select";
export type { RulePreview } from "./rule-preview";
export { INITIAL_VIEW } from "./state";
export type { GroupBy, LastChange, Problem, ResultView, ReviewingState, RunState, SortBy } from "./state";
export type {
  CallOptions,
  CellPlace,
  ClockPort,
  EnginePort,
  MappingChoice,
  Progress,
  QuantityUpdate,
  ReconcileRequest,
  RuleEdit,
  RunPorts,
  UpdateAnswer,
  WorkbookPort,
} from "./ports";
export { createConnections, monthOf } from "./connections";
export { isStale } from "../engine";
export type { Connections, ConnectionsState, ConnectionView } from "./connections";
export type { AddingState } from "./connection-changes";
export type {
  ConnectedSource,
  ConnectionInfo,
  ConnectionList,
  ConnectionsPort,
  FetchStep,
  SystemChoice,
} from "./connections-port";
export { dueOf, isOverdue, withDue, withoutDue } from "./follow-up";
export { earlierUpdates } from "./earlier";
export { updatesFor } from "./updates";
export type { UpdateCommands } from "./update-commands";
export { createUsageFiles } from "./usage-files";
export type { UsageFiles } from "./usage-files";
export { createWorkerEngine } from "./worker/client";
export type { WorkerLike } from "./worker/client";
export { serveEngine } from "./worker/serve";
export type { EngineFunctions } from "./worker/serve";
