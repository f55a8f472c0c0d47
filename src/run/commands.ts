import type { Decision, Period, TableGrid } from "../engine/records";
import type { LayoutCommands } from "./layouts";
import type { CellPlace, MappingChoice, RuleEdit } from "./ports";
import type { RulePreview } from "./rule-preview";
import type { ShareCommands } from "./share";
import type { ResultView, RunState } from "./state";
import type { UpdateCommands } from "./update-commands";

/** One reconciliation run: its state, and the commands that change it. No command rejects: failures are state. */
export interface Run extends LayoutCommands, ShareCommands, UpdateCommands {
  getState(): RunState;
  subscribe(listener: () => void): () => void;
  /** Reads the workbook and recognises its sources. */
  open(): Promise<void>;
  /** Reconciles what was recognised and writes the result into the workbook. */
  reconcile(period?: Period | null): Promise<void>;
  /** Stops at once while nothing is written; once writing began, at the end of the block that is being written. */
  cancel(): void;
  setView(view: Partial<ResultView>): void;
  /** Chooses a result and selects its first billed cell in the grid. */
  select(key: string | null): Promise<void>;
  /** Selects any cell, for links to evidence. */
  goTo(place: CellPlace): Promise<void>;
  /** Decides one or several results alike. */
  decide(keys: readonly string[], decision: Decision): Promise<void>;
  /** Writes the choices, reads the workbook again and reconciles with them. */
  confirmMappings(choices: readonly MappingChoice[]): Promise<void>;
  /** One of the add-in's tables as it stands now; `null` when there is none or it cannot be read. */
  readTable(name: "tblRules" | "tblLog"): Promise<TableGrid | null>;
  /** What an edited rule would do to this month; nothing is written. `null` when that cannot be told. */
  previewRule(edit: RuleEdit): Promise<RulePreview | null>;
  /** Writes the rule and reconciles with it. */
  saveRule(edit: RuleEdit): Promise<void>;
  removeAnnotations(): Promise<void>;
  /** Stops what runs and no longer listens to the workbook. */
  dispose(): void;
}
